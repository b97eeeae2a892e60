"""A transport that connects only to addresses it has checked, so that no name can change between
the look-up and the connection."""

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import httpcore
import httpx

from alley.egress.addresses import is_public
from alley.egress.refused import EgressRefused

PORTS = frozenset({80, 443})
Resolve = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host.rstrip("."), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise EgressRefused("unknown_host", f"{host} cannot be found") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Rule:
    """What may be connected to; tests allow a server of their own on loopback."""

    def __init__(
        self,
        resolve: Resolve = resolve,
        allowed: Callable[[str], bool] = is_public,
        ports: frozenset[int] | None = PORTS,
    ) -> None:
        self.resolve, self.allowed, self.ports = resolve, allowed, ports

    def check(self, url: httpx.URL) -> None:
        """Raises EgressRefused for what is no plain web address."""
        if url.scheme not in {"http", "https"}:
            raise EgressRefused("scheme", f"{url.scheme or 'this'} addresses are not fetched")
        if url.userinfo:
            raise EgressRefused("userinfo", "addresses with a user name are not fetched")
        port = url.port or (443 if url.scheme == "https" else 80)
        if self.ports is not None and port not in self.ports:
            raise EgressRefused("port", f"port {port} is not fetched from")

    def address_of(self, host: str, port: int) -> str:
        """The address to connect to. One bad address among many refuses them all."""
        addresses = self.resolve(host, port)
        if not addresses or not all(self.allowed(address) for address in addresses):
            raise EgressRefused("private_address", f"{host} is not on the public internet")
        return addresses[0]


class _Stream(httpcore.NetworkStream):
    """A connection on which every read and write counts against one deadline."""

    def __init__(self, inner: httpcore.NetworkStream, ends: float) -> None:
        self._inner, self._ends = inner, ends

    def _left(self, timeout: float | None) -> float:
        left = self._ends - time.monotonic()
        if left <= 0:
            raise EgressRefused("too_slow", "the server took too long")
        return left if timeout is None else min(left, timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._left(timeout))
        return _Stream(inner, self._ends)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Connector(httpcore.NetworkBackend):
    def __init__(self, rule: Rule, ends: float) -> None:
        self._rule, self._ends = rule, ends

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        address = self._rule.address_of(host, port)
        inner = httpcore.SyncBackend().connect_tcp(
            address, port, timeout, local_address, socket_options or []
        )
        return _Stream(inner, self._ends)


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        assert isinstance(self._answer.stream, Iterable)
        yield from self._answer.stream

    def close(self) -> None:
        self._answer.close()


class CheckedTransport(httpx.BaseTransport):
    """Connects to the checked address itself; the name stays in Host and in TLS. `ends` bounds all
    of it, the head of the answer too: a byte every nine seconds would pass each single limit."""

    def __init__(self, rule: Rule, ends: float) -> None:
        self.rule = rule
        self.pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_keepalive_connections=0,
            network_backend=_Connector(rule, ends),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        self.rule.check(url)
        answer = self.pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        self.pool.close()
