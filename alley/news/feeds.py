"""RSS, Atom and JSON Feed of everything, a section, writer, topic or instrument; the sitemaps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.sax.saxutils import XMLGenerator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.views.decorators.http import require_safe

from alley.markets.queries import instrument_for
from alley.news import queries
from alley.news.models import Article
from alley.news.templatetags.news import rfc3339
from alley.shell.pages import public

LENGTH = 50
_KINDS: dict[str, Any] = {"rss": Rss201rev2Feed, "atom": Atom1Feed}
_CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])
NEWS = timedelta(days=2)  # what a news sitemap may hold


@dataclass(frozen=True, slots=True)
class _Channel:
    title: str
    path: str
    key: str
    stories: list[Article]


@require_safe
def site_feed(request: HttpRequest, kind: str) -> HttpResponse:
    stories = queries.newest(limit=LENGTH).articles
    return _answer(request, kind, _Channel(settings.SITE_NAME, "/", "front", stories))


@require_safe
def section_feed(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    page = queries.section_page(slug)
    if page is None:
        raise Http404
    title = f"{page.section.name} – {settings.SITE_NAME}"
    channel = _Channel(title, page.section.url, f"section:{slug}", page.stories.articles)
    return _answer(request, kind, channel)


@require_safe
def instrument_feed(request: HttpRequest, symbol: str, kind: str) -> HttpResponse:
    instrument = instrument_for(symbol)
    if instrument is None:
        raise Http404
    stories = queries.stories_about(instrument.symbol, LENGTH)
    title = f"{instrument.name} – {settings.SITE_NAME}"
    key = f"instrument:{instrument.symbol}"
    return _answer(request, kind, _Channel(title, f"/markets/{instrument.symbol}/", key, stories))


@require_safe
def author_feed(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    return _place(request, kind, queries.author_page(slug, limit=LENGTH))


@require_safe
def topic_feed(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    return _place(request, kind, queries.topic_page(slug, limit=LENGTH))


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The newest 5,000 addresses; older ones are found through the sections."""
    stories: Iterable[Article] = (
        Article.objects.listed().for_lists().order_by("-published", "-id")[:5000]
    )
    response = HttpResponse(content_type="application/xml")
    xml = _open(response, "urlset", {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"})
    for path in ("/", *(section.url for section in queries.sections())):
        _url(xml, path, None)
    for story in stories:
        _url(xml, story.url, story.updated or story.published)
    xml.endElement("urlset")
    return public(request, response, "feeds", fresh=600)


@require_safe
def news_sitemap(request: HttpRequest) -> HttpResponse:
    """Stories of the last two days, at most 1,000, without other sources' repetitions."""
    since = timezone.now() - NEWS
    stories = (Article.objects.listed().for_lists().filter(first_published__gte=since)).order_by(
        "-published", "-id"
    )[:1000]
    response = HttpResponse(content_type="application/xml")
    spaces = {
        "xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9",
        "xmlns:news": "http://www.google.com/schemas/sitemap-news/0.9",
    }
    xml = _open(response, "urlset", spaces)
    for story in stories:
        _url(xml, story.url, story.updated, story)
    xml.endElement("urlset")
    return public(request, response, "feeds", fresh=300)


def _place(request: HttpRequest, kind: str, place: queries.Place | None) -> HttpResponse:
    if place is None:
        raise Http404
    title = f"{place.name} – {settings.SITE_NAME}"
    return _answer(request, kind, _Channel(title, place.url, "feeds", place.stories.articles))


def _answer(request: HttpRequest, kind: str, channel: _Channel) -> HttpResponse:
    response = _json(channel) if kind == "json" else _xml(kind, channel)
    return public(request, response, "feeds", channel.key)


def _xml(kind: str, channel: _Channel) -> HttpResponse:
    feed = _KINDS[kind](
        title=_plain(channel.title),
        link=settings.SITE_URL + channel.path,
        description=_plain(channel.title),
        language="en",
    )
    for story in channel.stories:
        address = settings.SITE_URL + story.url
        feed.add_item(
            title=_plain(story.headline),
            link=address,
            description=_plain(story.standfirst or story.headline),
            unique_id=_permanent(story),
            unique_id_is_permalink=False,
            pubdate=story.published,
            updateddate=story.updated or story.published,
            categories=[story.section.name],
        )
    response = HttpResponse(content_type=_KINDS[kind].content_type)
    feed.write(response, "utf-8")
    return response


def _json(channel: _Channel) -> HttpResponse:
    told: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": settings.SITE_URL + channel.path,
        "items": [
            {
                "id": _permanent(story),
                "url": settings.SITE_URL + story.url,
                "title": story.headline,
                "content_text": story.standfirst or story.headline,
                "date_published": rfc3339(story.published),
                "date_modified": rfc3339(story.updated or story.published),
                "tags": [story.section.name],
            }
            for story in channel.stories
        ],
    }
    return JsonResponse(told, content_type="application/feed+json")


def _permanent(story: Article) -> str:
    """An id that survives a new headline, slug or section."""
    host = settings.SITE_URL.partition("://")[2].partition("/")[0]
    return f"tag:{host},2022:article/{story.pk}"


def _plain(text: str) -> str:
    return text.translate(_CONTROL)


def _open(response: HttpResponse, name: str, attributes: dict[str, str]) -> Any:
    xml: Any = XMLGenerator(response, "utf-8")
    xml.startDocument()
    xml.startElement(name, attributes)
    return xml


def _url(xml: Any, path: str, changed: datetime | None, story: Article | None = None) -> None:
    xml.startElement("url", {})
    _leaf(xml, "loc", settings.SITE_URL + path)
    if changed:
        _leaf(xml, "lastmod", rfc3339(changed))
    if story:
        xml.startElement("news:news", {})
        xml.startElement("news:publication", {})
        _leaf(xml, "news:name", settings.SITE_NAME)
        _leaf(xml, "news:language", story.language[:2] or "en")
        xml.endElement("news:publication")
        moment = story.first_published or story.published or datetime.now(UTC)
        _leaf(xml, "news:publication_date", rfc3339(moment))
        _leaf(xml, "news:title", _plain(story.headline))
        xml.endElement("news:news")
    xml.endElement("url")


def _leaf(xml: Any, name: str, text: str) -> None:
    xml.startElement(name, {})
    xml.characters(text)
    xml.endElement(name)
