"""The address that the site listens on."""

import socket

import click


class Taken(click.ClickException):
    def __init__(self, host: str, port: int, why: OSError) -> None:
        super().__init__(
            f"{host}:{port} cannot be had ({why.strerror}): choose another --port or --host"
        )


def be_first(host: str, port: int) -> None:
    """Raises Taken where somebody listens there, or nobody may."""
    try:
        socket.create_server((host, port), family=_family(host)).close()
    except OSError as why:
        raise Taken(host, port, why) from None


def bound(host: str, port: int) -> socket.socket:
    """One of several sockets of ours on one address; not listening yet, so that it is dealt no
    connection."""
    own = socket.socket(_family(host), socket.SOCK_STREAM)
    own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    if own.family == socket.AF_INET6:
        own.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)  # as `be_first` asks
    own.bind((host, port))
    return own


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
