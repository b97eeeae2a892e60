"""uvicorn's HTTP protocol with what it lacks: a deadline and a size for the head of a request."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_DEADLINE = 10.0  # seconds from the connection, or from a request's first byte
HEAD_SIZE = 65_536  # bytes; the edge refuses politely from half of it


class Protocol(HttpToolsProtocol):
    """Cuts connections that send their head too slowly, or one without end."""

    _deadline: asyncio.TimerHandle | None = None
    _head = 0

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._start_deadline()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end_deadline()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        self._head = 0
        self._start_deadline()
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        if self._fits(len(url)):
            super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._fits(len(name) + len(value)):
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._end_deadline()
        if not self.transport.is_closing():
            super().on_headers_complete()

    def _fits(self, size: int) -> bool:
        self._head += size
        if self._head > HEAD_SIZE:
            self.transport.abort()
            return False
        return True

    def _start_deadline(self) -> None:
        self._end_deadline()
        self._deadline = self.loop.call_later(HEAD_DEADLINE, self._late)

    def _end_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _late(self) -> None:
        self.transport.abort()
