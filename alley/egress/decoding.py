"""Decoding a body piece by piece, never more than allowed: 194 KB of gzip can hold 200 MB."""

import zlib
from collections.abc import Iterable, Iterator
from typing import Any

import brotli

from alley.egress.refused import EgressRefused

PIECE = 65_536


def decoded(chunks: Iterable[bytes], encoding: str, most: int) -> bytes:
    """The whole body. Raises EgressRefused beyond `most` bytes or for an unknown encoding."""
    body = bytearray()
    for piece in _pieces(chunks, encoding.strip().lower()):
        body += piece
        if len(body) > most:
            raise EgressRefused("too_large", f"more than {most:,} bytes")
    return bytes(body)


def _pieces(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    if encoding in {"", "identity"}:
        yield from chunks
    elif encoding in {"gzip", "x-gzip", "deflate"}:
        yield from _inflated(chunks)
    elif encoding == "br":
        yield from _unbrotlied(chunks)
    else:
        raise EgressRefused("no_answer", f"its encoding {encoding[:40]!r} is not one we read")


def _inflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    inflater: Any = zlib.decompressobj(wbits=47)  # gzip or zlib, by its first bytes
    try:
        for chunk in chunks:
            while chunk:
                yield inflater.decompress(chunk, PIECE)
                chunk = inflater.unconsumed_tail
    except zlib.error as error:
        raise EgressRefused("no_answer", "its compression is broken") from error


def _unbrotlied(chunks: Iterable[bytes]) -> Iterator[bytes]:
    decompressor: Any = brotli.Decompressor()
    try:
        for chunk in chunks:
            yield decompressor.process(chunk, output_buffer_limit=PIECE)
            while not decompressor.can_accept_more_data():
                yield decompressor.process(b"", output_buffer_limit=PIECE)
    except brotli.error as error:
        raise EgressRefused("no_answer", "its compression is broken") from error
