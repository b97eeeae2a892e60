"""An article's page on the web: JSON-LD for the facts, trafilatura for the story."""

import json
from datetime import datetime
from typing import Any

import lxml.html
import trafilatura

from alley.news.wire import times
from alley.news.wire.cleaning import blocks_of, plain
from alley.news.wire.story import NotAStory, Picture, WireStory

_KINDS = ("NewsArticle", "Article", "ReportageNewsArticle", "AnalysisNewsArticle", "BlogPosting")


def read(raw: bytes, *, zone: str, address: str) -> list[WireStory | NotAStory]:
    """One story. Raises NotAStory where the page tells none."""
    try:
        page = lxml.html.document_fromstring(raw)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError) as error:
        raise NotAStory(f"no HTML page: {error}"[:280]) from error
    facts = _facts(page)
    html = trafilatura.extract(
        raw,
        output_format="html",
        include_comments=False,
        include_links=True,
        include_formatting=True,
        favor_precision=True,
    )
    blocks, _ = blocks_of(html or "")
    headline = plain(facts.get("headline") or _meta(page, "og:title") or _first(page, "h1"), 300)
    blocks = [block for block in blocks if block["value"] != headline]
    if not headline or not blocks:
        raise NotAStory("no headline with a story under it")
    url = _meta(page, "og:url") or _canonical(page) or address
    url = url if url.startswith(("http://", "https://")) else ""
    published = _moment(facts.get("datePublished"), zone) or _moment(
        _meta(page, "article:published_time"), zone
    )
    updated = _moment(facts.get("dateModified"), zone)
    return [
        WireStory(
            guid=url or f"page:{headline}",
            headline=headline,
            created=updated,
            standfirst=plain(facts.get("description") or _meta(page, "description"), 500),
            bylines=_authors(facts) or tuple(filter(None, [plain(_meta(page, "author"), 160)])),
            credit=plain(
                _named(facts.get("sourceOrganization")) or _named(facts.get("publisher")), 120
            ),
            sections=_words(facts.get("articleSection")) or _words(_meta(page, "article:section")),
            topics=_words(facts.get("keywords"))[:10],
            blocks=tuple(blocks),
            gallery=_pictures(facts, page),
            published=published,
            first_published=published,
            updated=updated,
            language=plain(str(facts.get("inLanguage") or page.get("lang") or ""), 12),
            url=url,
        )
    ]


def _facts(page: Any) -> dict[str, Any]:
    """The page's own NewsArticle, wherever its JSON-LD has put it."""
    for script in page.iter("script"):
        if script.get("type") == "application/ld+json" and script.text:
            try:
                told = json.loads(script.text)
            except (ValueError, RecursionError):
                continue
            for one in _flat(told):
                kinds = one.get("@type")
                if set(kinds if isinstance(kinds, list) else [kinds]) & set(_KINDS):
                    return one
    return {}


def _flat(told: Any) -> list[dict[str, Any]]:
    if isinstance(told, list):
        return [one for part in told[:50] for one in _flat(part)]
    if isinstance(told, dict):
        return [told, *_flat(told.get("@graph") or [])]
    return []


def _authors(facts: dict[str, Any]) -> tuple[str, ...]:
    told = facts.get("author") or []
    names = (plain(_named(one), 160) for one in (told if isinstance(told, list) else [told]))
    return tuple(name for name in names if name)[:10]


def _named(one: Any) -> str:
    return str(one.get("name") or "") if isinstance(one, dict) else str(one or "")


def _words(told: Any) -> tuple[str, ...]:
    listed = told if isinstance(told, list) else str(told or "").split(",")
    return tuple(word for one in listed if (word := plain(str(one), 80)))[:10]


def _pictures(facts: dict[str, Any], page: Any) -> tuple[Picture, ...]:
    told = facts.get("image") or _meta(page, "og:image") or []
    first = told[0] if isinstance(told, list) and told else told
    url = str(first.get("url") or "") if isinstance(first, dict) else str(first or "")
    caption = plain(str(first.get("caption") or ""), 1000) if isinstance(first, dict) else ""
    return (Picture(caption=caption, url=url),) if url.startswith("http") else ()


def _meta(page: Any, name: str) -> str:
    for tag in page.iter("meta"):
        if tag.get("property") == name or tag.get("name") == name:
            return str(tag.get("content") or "")
    return ""


def _canonical(page: Any) -> str:
    found = (link.get("href") for link in page.iter("link") if link.get("rel") == "canonical")
    return str(next(found, "") or "")


def _first(page: Any, tag: str) -> str:
    found = page.find(f".//{tag}")
    return found.text_content() if found is not None else ""


def _moment(told: Any, zone: str) -> datetime | None:
    return times.stamp(str(told), zone) if told else None
