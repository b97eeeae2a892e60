"""A transport that connects only to addresses it has checked, so that no name can change between
the look-up and the connection."""

import socket
from collections.abc import Callable

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

    def address_for(self, url: httpx.URL) -> str:
        """The address to connect to. One bad address among many refuses them all."""
        if url.scheme not in {"http", "https"}:
            raise EgressRefused("scheme", f"{url.scheme or 'this'} addresses are not fetched")
        if url.userinfo:
            raise EgressRefused("userinfo", "addresses with a user name are not fetched")
        port = url.port or (443 if url.scheme == "https" else 80)
        if self.ports is not None and port not in self.ports:
            raise EgressRefused("port", f"port {port} is not fetched from")
        addresses = self.resolve(url.host, port)
        if not addresses or not all(self.allowed(address) for address in addresses):
            raise EgressRefused("private_address", f"{url.host} is not on the public internet")
        return addresses[0]


class CheckedTransport(httpx.BaseTransport):
    """Connects to the checked address itself; the name stays in Host and in TLS."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.inner = httpx.HTTPTransport(trust_env=False, retries=0)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        request.url, address = request.url, self.rule.address_for(request.url)
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = request.url.copy_with(host=address)
        return self.inner.handle_request(request)

    def close(self) -> None:
        self.inner.close()
