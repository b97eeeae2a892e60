"""listen(url): a websocket to a checked address, for prices that are pushed."""

import socket

import httpx
from websockets.exceptions import InvalidHandshake, InvalidURI, WebSocketException
from websockets.sync.client import ClientConnection, connect

from alley.egress.refused import EgressRefused
from alley.egress.transport import Rule

LARGEST = 1_000_000  # bytes of one message
SCHEMES = {"wss": "https", "ws": "http"}


class Line:
    """An open websocket; close it when done."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    def send(self, message: str) -> None:
        try:
            self._connection.send(message)
        except WebSocketException as error:
            raise EgressRefused("no_answer", f"the line broke: {error}") from error

    def recv(self, timeout: float | None = None) -> str:
        """The next message. Raises TimeoutError when none came, EgressRefused when none will."""
        try:
            message = self._connection.recv(timeout=timeout)
        except WebSocketException as error:
            raise EgressRefused("no_answer", f"the line broke: {error}") from error
        return message if isinstance(message, str) else message.decode(errors="replace")

    def close(self) -> None:
        self._connection.close()


def listen(url: str, *, timeout: float = 10.0, rule: Rule | None = None) -> Line:
    """Raises EgressRefused with a reason: a private address, no websocket there."""
    rule = rule or Rule()
    address = httpx.URL(url)
    if address.scheme not in SCHEMES:
        raise EgressRefused("scheme", f"{address.scheme or 'this'} addresses are not listened to")
    rule.check(address.copy_with(scheme=SCHEMES[address.scheme]))
    port = address.port or (443 if address.scheme == "wss" else 80)
    try:
        plain = socket.create_connection((rule.address_of(address.host, port), port), timeout)
        plain.settimeout(None)
        connection = connect(
            url,
            sock=plain,
            ssl=httpx.create_ssl_context(trust_env=False) if address.scheme == "wss" else None,
            proxy=None,
            open_timeout=timeout,
            close_timeout=2,
            max_size=LARGEST,
            legacy=True,  # an open connection now, not one that a `with` opens
        )
    except (OSError, InvalidHandshake, InvalidURI, EOFError) as error:
        raise EgressRefused("no_answer", f"no websocket answers there: {error}") from error
    return Line(connection)
