"""Compression: which encoding a client takes best, and the bytes in it."""

import gzip

import brotli
import zstandard

PREFERRED = ("br", "zstd", "gzip")
WORTH_IT = 512  # shorter bodies grow or gain nothing
TEXT = ("text/", "application/json", "application/problem+json", "application/javascript",
        "application/xml", "application/rss+xml", "application/atom+xml",
        "application/feed+json", "application/manifest+json", "image/svg+xml")  # fmt: skip


def compressible(content_type: str, size: int) -> bool:
    return size >= WORTH_IT and content_type.startswith(TEXT)


def accepted(header: str) -> str:
    """The best encoding that Accept-Encoding allows; "" for none."""
    weights = {}
    for part in header.lower().split(","):
        name, _, parameters = part.strip().partition(";")
        refused = parameters.replace(" ", "") in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
        weights[name.strip()] = not refused
    return next((name for name in PREFERRED if weights.get(name, weights.get("*", False))), "")


def compress(body: bytes, encoding: str, *, quick: bool = False) -> bytes:
    """`quick` for answers made for one reader; the kept ones are pressed harder, once."""
    if encoding == "br":
        return bytes(brotli.compress(body, quality=3 if quick else 6))
    if encoding == "zstd":
        return zstandard.ZstdCompressor(level=3 if quick else 9).compress(body)
    return gzip.compress(body, compresslevel=4 if quick else 7, mtime=0)
