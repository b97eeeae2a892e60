"""When two addresses mean the same page, whoever wrote them down. Pure."""

import base64
import binascii
import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urlsplit

NOISE = re.compile(r"^(utm_\w+|fbclid|gclid|mc_[ce]id|ref|source|amp|_ga|replytocom)$", re.I)
_INDEX = re.compile(r"/(index|default)\.(html?|php|aspx?)$", re.I)
LONGEST = 1_000


def same(url: str) -> str:
    """One form for http and https, www., a slash at the end, index pages, marks of campaigns and
    anchors: `example.org/a?p=4`; a path alone stays a path. Empty where it is no address."""
    try:
        parts = urlsplit(url.strip()[: LONGEST + 1])
        host = (parts.hostname or "").removeprefix("www.")
        port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    except ValueError:
        return ""
    if len(url) > LONGEST or (parts.scheme and parts.scheme not in {"http", "https"}):
        return ""
    path = _INDEX.sub("/", parts.path).rstrip("/") or "/"
    pairs = parse_qsl(parts.query, keep_blank_values=True)[:20]
    query = urlencode(sorted(pair for pair in pairs if not NOISE.match(pair[0])))
    return f"{host}{port}{path}{'?' + query if query else ''}"


def origin(url: str) -> str:
    """`https://example.org:8443`, or nothing where it is no web address."""
    try:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
            return ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.hostname}{port}".lower()


def canonical(url: str) -> str:
    """The address under which an outside page is kept: without anchor and campaign marks."""
    if not origin(url) or len(url) > LONGEST:
        return ""
    parts = urlsplit(url)
    pairs = [pair for pair in parse_qsl(parts.query)[:20] if not NOISE.match(pair[0])]
    query = f"?{urlencode(sorted(pairs))}" if pairs else ""
    return f"{origin(url)}{parts.path or '/'}{query}"


def key_of(url: str) -> str:
    """The key of an outside page's thread: known before anybody has spoken there."""
    return hashlib.sha256(canonical(url).encode()).hexdigest()[:32]


def in_path(url: str) -> str:
    """An address as one part of a path of ours, as assets/embed.js writes it."""
    return base64.urlsafe_b64encode(url.encode()).decode().rstrip("=")


def from_path(token: str) -> str:
    """The canonical address that in_path() wrote; empty where it is none."""
    try:
        return canonical(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode())
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""
