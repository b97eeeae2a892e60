"""The text of a comment: cleaned before it is counted and screened, escaped when it is shown."""

import hashlib
import unicodedata
from datetime import timedelta
from html import escape
from urllib.parse import urlsplit

import regex

from alley.refusals import Refusal

MAX_CODE_POINTS = 4_000  # a grapheme may hold thousands of marks: graphemes are no size
MAX_MARKS = 8  # on one letter; Vietnamese needs 2, Hebrew with cantillation 4
ZWJ = "\u200d"

_BREAKS = regex.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_UNSEEN = regex.compile(
    r"[\p{Cc}--\n\t]|[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f"
    r"\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\uffff\U000e0000-\U000e0fff]|\p{Cs}"
    r"|(?<!\p{Extended_Pictographic}\p{M}*\p{Emoji_Modifier}?\p{M}*)\u200d"
    r"|\u200d(?!\p{Extended_Pictographic})",
    regex.V1,
)
_FLAG = regex.compile(r"(\U0001f3f4)([\U000e0061-\U000e007a]{2,6}\U000e007f)")  # England, …
_GRAPHEME = regex.compile(r"\X")
_MARKS = regex.compile(rf"\p{{M}}{{{MAX_MARKS + 1},}}")
_EMPTY_LINES = regex.compile(r"\n[^\S\n]*\n(?:[^\S\n]*\n)+")


def clean(text: str) -> str:
    """NFC, plain line breaks, nothing unseen (but what joins an emoji), at most one empty line."""
    text = _BREAKS.sub("\n", unicodedata.normalize("NFC", text))
    kept = _FLAG.sub(lambda flag: flag[1] + _private(flag[2]), text)
    kept = _public(_UNSEEN.sub("", kept))
    brief: str = _EMPTY_LINES.sub("\n\n", unicodedata.normalize("NFC", kept))
    return brief.strip()


def length(text: str) -> int:
    """As a person counts; assets/elements/character-count.js counts the same."""
    return len(_GRAPHEME.findall(text))


def cannot_post(text: str, longest: int, most: int = MAX_CODE_POINTS) -> Refusal | None:
    """Why this cleaned text is no comment: `empty`, `too_long`, `too_many_marks`; or None."""
    if not text:
        return Refusal("empty", "Please write something first.", status=422)
    if len(text) > most or (count := length(text)) > longest:
        over = f"{count - longest:,} too many" if len(text) <= most else "far too many"
        words = f"A comment has at most {longest:,} characters; this one has {over}."
        return Refusal("too_long", words, status=422, more={"limit": longest})
    if _MARKS.search(unicodedata.normalize("NFD", text)):
        return Refusal("too_many_marks", "Please use fewer marks on one letter.", status=422)
    return None


def sameness(text: str) -> str:
    """Equal for texts that differ only in case and white space."""
    return hashlib.sha256(" ".join(text.casefold().split()).encode()).hexdigest()


def repeated(window: timedelta) -> Refusal:
    hours = max(1, round(window.total_seconds() / 3600))
    words = f"You have posted this text here within the last {hours} hours."
    return Refusal("duplicate", words, status=409)


_CLICKABLE = regex.compile(
    r"""(?P<url>https?://[^\s<>"'\p{C}]+)
    |(?<![\w@/.])@(?P<name>[\p{L}\p{N}_][\p{L}\p{N}_.+-]{0,148}[\p{L}\p{N}_]|[\p{L}\p{N}_])
    |(?<![\w$])\$(?P<symbol>[A-Za-z][A-Za-z0-9]{0,9}(?:[.-][A-Za-z]{1,4})?)(?![\w$])""",
    regex.VERBOSE | regex.IGNORECASE,
)
_TRAILING = ".,;:!?…*_~'\"»”’"


def as_html(text: str) -> str:
    """The text with line breaks, and links, @names and $symbols clickable. All else is escaped."""
    parts, at = [], 0
    for found in _CLICKABLE.finditer(text):
        parts += [_plain(text[at : found.start()]), _clickable(found)]
        at = found.end()
    return "".join([*parts, _plain(text[at:])])


def mentions(text: str) -> frozenset[str]:
    """The @names in a text, lower case."""
    return frozenset(found["name"].lower() for found in _CLICKABLE.finditer(text) if found["name"])


def _clickable(found: regex.Match[str]) -> str:
    if name := found["name"]:
        return f'<a class="mention" href="/readers/{escape(name)}/">@{escape(name)}</a>'
    if symbol := found["symbol"]:
        return f'<a class="symbol" href="/markets/{symbol.upper()}/">${escape(symbol)}</a>'
    return _link(found["url"])


def _link(url: str) -> str:
    whole, url = url, _without_trailing(url)
    host = _shown_host(url)
    if host is None:
        return _plain(whole)
    shown = host + _after_host(url)
    link = f'<a href="{escape(url)}" rel="nofollow ugc noopener">{escape(shown)}</a>'
    return link + escape(whole[len(url) :])


def _without_trailing(url: str) -> str:
    """A full stop after a link, or the bracket it stands in, is the sentence's, not the link's."""
    while url and (url[-1] in _TRAILING or (url[-1] in ")]}" and url.count(")") > url.count("("))):
        url = url[:-1]
    return url


def _shown_host(url: str) -> str | None:
    """The host as the network knows it, so that look-alike letters are seen; None: no link."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
        if not host or parts.username is not None or "\\" in url:
            return None  # https://bank.example@evil.example: no honest link has a name in it
        return host.encode("idna").decode()
    except (ValueError, UnicodeError):
        return None


def _after_host(url: str) -> str:
    parts = urlsplit(url)
    rest = (f":{parts.port}" if parts.port else "") + parts.path.rstrip("/")
    rest += "?…" if parts.query else ""
    return rest if len(rest) <= 40 else rest[:39] + "…"


def _plain(text: str) -> str:
    return escape(text).replace("\n", "<br>")


_SHIFT = 0xF0000 - 0xE0000  # tag letters of a flag wait in a private plane while others go


def _private(tags: str) -> str:
    return "".join(chr(ord(tag) + _SHIFT) for tag in tags)


def _public(text: str) -> str:
    shown: str = regex.sub(
        r"(?<=\U0001f3f4[\U000f0061-\U000f007f]*)[\U000f0061-\U000f007f]",
        lambda tag: chr(ord(tag[0]) - _SHIFT),
        text,
    )
    return shown
