"""JSON Feed 1.0 and 1.1."""

from typing import Any

from alley.news.wire import times
from alley.news.wire.cleaning import blocks_of, lines, plain
from alley.news.wire.feed import MAX_ITEMS
from alley.news.wire.story import NotAStory, Picture, WireStory


def read(told: dict[str, Any]) -> list[WireStory | NotAStory]:
    """One story an item, or why not. Raises NotAStory where there is no list of items."""
    items = told.get("items")
    if not isinstance(items, list):
        raise NotAStory("a JSON Feed without a list of items")
    language = plain(_text(told, "language"), 12)
    return [_item(item, language) for item in items[:MAX_ITEMS]]


def _item(item: Any, language: str) -> WireStory | NotAStory:
    if not isinstance(item, dict) or not isinstance(item.get("id"), str | int):
        return NotAStory("an item without an id")
    html = _text(item, "content_html") or lines(_text(item, "content_text"))
    blocks, pictures = blocks_of(html)
    headline = plain(_text(item, "title"), 300) or plain(_text(item, "summary") or html, 120)
    if not headline:
        return NotAStory("an item with neither headline nor text")
    published, updated = times.iso(item.get("date_published")), times.iso(item.get("date_modified"))
    tags = tuple(plain(tag, 80) for tag in _list(item, "tags") if isinstance(tag, str))[:10]
    image = _text(item, "image")
    return WireStory(
        guid=plain(str(item["id"])) or f"headline:{headline}",
        headline=headline,
        created=updated,
        standfirst=plain(_text(item, "summary"), 500),
        bylines=_authors(item),
        sections=tags[:5],
        topics=tags,
        blocks=tuple(blocks),
        gallery=tuple([Picture(url=image)] if image.startswith("http") else []) + tuple(pictures),
        published=published or updated,
        updated=updated,
        language=plain(_text(item, "language"), 12) or language,
        url=_text(item, "url") if _text(item, "url").startswith(("http://", "https://")) else "",
    )


def _authors(item: dict[str, Any]) -> tuple[str, ...]:
    authors = [*_list(item, "authors"), item.get("author")]
    names = (plain(str(one.get("name") or ""), 160) for one in authors if isinstance(one, dict))
    return tuple(dict.fromkeys(name for name in names if name))[:10]


def _text(told: dict[str, Any], name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""


def _list(told: dict[str, Any], name: str) -> list[Any]:
    value = told.get(name)
    return value if isinstance(value, list) else []
