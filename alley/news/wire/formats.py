"""What a delivery is, by its first letters and its names; and who reads it."""

import json
import re
from typing import Any

from alley.news.wire import feed, jsonfeed, ninjs, nitf, safe_xml
from alley.news.wire.story import NotAStory, WireStory

Told = list[WireStory | NotAStory]
MAX_BYTES = 20_000_000
_HTML = re.compile(rb"<(!doctype html|html|head|body)\b", re.IGNORECASE)
_XML = re.compile(rb"<(\?xml|[a-z_][\w.:-]*[\s>/])", re.IGNORECASE)
_NITF = re.compile(rb"<(?:[a-z][\w.-]*:)?nitf[\s>]", re.IGNORECASE)
_G2 = b"http://iptc.org/std/nar/2006-10-01/"


def detect(raw: bytes) -> str:
    """feed, json, newsml, nitf, html or page."""
    head = raw[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\x00", b"")
    if head[:1] in (b"{", b"["):
        return "json"
    if _G2 in raw[:65536]:
        return "newsml"
    if _NITF.search(head):
        return "nitf"
    if _HTML.search(head[:1024]) and b"<rss" not in head and b"<feed" not in head:
        return "html"
    return "feed" if _XML.match(head) or head.startswith(b"<") else "page"


def read(raw: bytes, *, format: str, zone: str, address: str) -> tuple[str, Told]:
    """(format, one story or refusal an item). Raises NotAStory for the whole delivery."""
    if len(raw) > MAX_BYTES:
        raise NotAStory("more than 20 MB")
    if not raw.strip():
        raise NotAStory("empty")
    if format == "auto" or (format in {"ninjs", "jsonfeed"}):
        format = detect(raw)
    match format:
        case "json":
            return _json(raw)
        case "newsml":
            return "newsml", _newsml(raw)
        case "nitf":
            return "nitf", nitf.read(safe_xml.parse(raw))
        case "html":
            return "html", _html(raw, zone, address)
        case "page":
            return "page", _page(raw, zone, address)
        case _:
            return "feed", feed.read(raw, zone=zone, address=address)


def _json(raw: bytes) -> tuple[str, Told]:
    try:
        told = json.loads(raw.decode("utf-8-sig"), parse_int=_short, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise NotAStory(f"not well-formed JSON: {error}"[:280]) from error
    if isinstance(told, dict) and "jsonfeed.org/version" in str(told.get("version")):
        return "jsonfeed", jsonfeed.read(told)
    if isinstance(told, dict):
        return "ninjs", ninjs.read(told)
    raise NotAStory("JSON, but neither a JSON Feed nor a ninjs story")


def _short(digits: str) -> int:
    if len(digits) > 30:
        raise ValueError("a number of more than 30 digits")
    return int(digits)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _newsml(raw: bytes) -> Told:
    from alley.news.wire import newsml

    return newsml.read(safe_xml.parse(raw))


def _html(raw: bytes, zone: str, address: str) -> Told:
    from alley.news.wire import html  # trafilatura takes half a second to load

    return html.read(raw, zone=zone, address=address)


def _page(raw: bytes, zone: str, address: str) -> Told:
    from alley.news.wire import page

    return list(page.read(raw, zone=zone, address=address))
