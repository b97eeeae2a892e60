"""RSS and Atom, by feedparser."""

import calendar
from datetime import UTC, datetime
from typing import Any

import feedparser

from alley.news.wire import safe_xml, times
from alley.news.wire.cleaning import blocks_of, lines, plain
from alley.news.wire.story import NotAStory, Picture, WireStory, untitled

MAX_ITEMS = 500


def read(raw: bytes, *, zone: str, address: str) -> list[WireStory | NotAStory]:
    """One story an entry, or why not. Raises NotAStory where it is no feed, or broken XML."""
    safe_xml.refuse_entities(raw)
    feed = feedparser.parse(raw, resolve_relative_uris=True, sanitize_html=False)
    if not feed.version and not feed.entries:
        raise NotAStory(_why(feed) or "no feed: neither RSS nor Atom")
    if feed.bozo and not _harmless(feed.bozo_exception):
        raise NotAStory(_why(feed))
    language = plain(feed.feed.get("language"), 12)
    return [_entry(entry, language) for entry in feed.entries[:MAX_ITEMS]]


def _harmless(error: Exception) -> bool:
    """An encoding that differs from the one announced was read all the same."""
    known = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)
    return isinstance(error, known)


def _why(feed: Any) -> str:
    error = feed.get("bozo_exception")
    return f"not well-formed: {error}"[:280] if error else ""


def _entry(entry: Any, language: str) -> WireStory | NotAStory:
    html = _content(entry)
    blocks, pictures = blocks_of(html)
    standfirst = plain(entry.get("summary"), 500) if entry.get("content") else ""
    headline = plain(entry.get("title"), 300) or _first_words(blocks) or standfirst
    guid = plain(entry.get("id") or entry.get("link"), 0)
    if not headline and not guid:
        return NotAStory("an item with neither headline nor text nor id")
    published, updated = _moment(entry, "published"), _moment(entry, "updated")
    return WireStory(
        guid=guid or f"headline:{headline}",
        headline=headline or untitled(guid),
        untitled=not headline,
        created=updated,
        standfirst=standfirst,
        bylines=_names(entry),
        credit=plain((entry.get("source") or {}).get("title"), 120),
        sections=tuple(_terms(entry)[:5]),
        topics=tuple(_terms(entry)[:10]),
        blocks=tuple(blocks),
        gallery=tuple(pictures + _media(entry)),
        published=published or updated,
        updated=updated,
        language=plain(_language(entry) or language, 12),
        url=_link(entry),
    )


def _content(entry: Any) -> str:
    whole = entry.get("content") or []
    told = max(whole, key=lambda part: len(part.get("value") or ""), default=None)
    detail = told or entry.get("summary_detail") or {}
    value = detail.get("value") or entry.get("summary") or ""
    return lines(value) if detail.get("type") == "text/plain" and "<" not in value else value


def _first_words(blocks: list[dict[str, Any]]) -> str:
    told = (block["value"] for block in blocks if isinstance(block["value"], str))
    return next((words for value in told if (words := plain(value, 120))), "")


def _names(entry: Any) -> tuple[str, ...]:
    authors = [plain(author.get("name"), 160) for author in entry.get("authors") or []]
    named = [name for name in authors if name] or [plain(entry.get("author"), 160)]
    return tuple(dict.fromkeys(name for name in named if name))[:10]


def _terms(entry: Any) -> list[str]:
    tags = entry.get("tags") or []
    words = (plain(tag.get("label") or tag.get("term"), 80) for tag in tags)
    return [word for word in words if word]


def _media(entry: Any) -> list[Picture]:
    media = [*(entry.get("media_content") or []), *(entry.get("enclosures") or [])]
    kind = [one for one in media if "image" in str(one.get("type") or one.get("medium") or "")]
    credit = next((plain(one.get("content"), 200) for one in entry.get("media_credit") or []), "")
    caption = plain(entry.get("media_description"), 1000)
    return [
        Picture(caption=caption, credit=credit, url=_http(one.get("url") or one.get("href")))
        for one in kind[:10]
    ]


def _link(entry: Any) -> str:
    return _http(entry.get("link"))


def _http(address: Any) -> str:
    text = plain(str(address or ""))
    return text if text.startswith(("http://", "https://")) and len(text) <= 1000 else ""


def _language(entry: Any) -> str:
    return str((entry.get("title_detail") or {}).get("language") or "")


def _moment(entry: Any, name: str) -> datetime | None:
    parts = entry.get(f"{name}_parsed")
    if not parts:
        return times.iso(entry.get(name))
    try:
        return datetime.fromtimestamp(calendar.timegm(parts), UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        return None
