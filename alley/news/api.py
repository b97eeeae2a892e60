"""/api/v1/articles: lists, one article, its reaction and what is related."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Status

from alley.accounts.http import ReaderRequest, idempotent, signed_in
from alley.markets import queries as markets
from alley.news import actions, queries
from alley.news.models import Article, BreakingAlert
from alley.news.queries import ArticlePage
from alley.refusals import Refusal, Refused
from alley.shell.pages import public
from alley.subjects import comment_counts

router = Router(tags=["articles"])

NOT_FOUND = Refusal("not_found", "There is no such article.", status=404)
Shape = dict[str, Any]
Limit = Annotated[int, Query(ge=1, le=100)]
Id = Annotated[int, Path(ge=1, lt=2**63)]
Few = Annotated[int, Query(ge=1, le=20)]


@router.get("/articles")
def list_articles(
    request: HttpRequest,
    section: str | None = None,
    instrument: str | None = None,
    q: str | None = None,
    since: datetime | None = None,
    cursor: str | None = None,
    limit: Limit = 20,
) -> Shape:
    """Newest first. `q` searches; the other filters then do not count."""
    if q is not None:
        found = queries.search_articles(q, cursor, limit)
    else:
        symbol = _canonical(instrument) if instrument else None
        found = queries.articles(
            section=section, symbol=symbol, since=since, cursor=cursor, limit=limit
        )
    return {"items": _listed(request, found.articles), "next": found.next}


@router.put("/breaking/{pk}/closed", auth=signed_in, response={204: None})
@idempotent
def close_breaking(request: ReaderRequest, pk: Id) -> Status[None]:
    """I have read this breaking news: it stays closed on all my devices."""
    actions.close_breaking(get_object_or_404(BreakingAlert, pk=pk), reader=request.user)
    return Status(204, None)


@router.get("/articles/{article_id}")
def read_article(request: HttpRequest, article_id: int) -> Shape:
    page = _page(article_id)
    return {**_listed(request, [page.article])[0], **_whole(page)}


@router.get("/articles/{article_id}/reaction")
def read_reaction(request: HttpRequest, article_id: int) -> Shape:
    """How each instrument of the story moved since it was first published."""
    page = _page(article_id)
    return {
        "article": page.article.pk,
        "event_time": page.article.first_published or page.article.published,
        "instruments": [reaction.as_dict() for reaction in queries.reactions_of(page.article)],
        "claims": queries.claims_told(page.article),
    }


@router.get("/instruments/{symbol}/stories")
def list_stories(
    request: HttpRequest,
    response: HttpResponse,
    symbol: str,
    since: datetime | None = None,
    until: datetime | None = None,
    cursor: str | None = None,
    limit: Limit = 20,
) -> Shape:
    """Stories that name the instrument, newest first, each with what its price did after it."""
    found = markets.instrument_for(symbol)
    if found is None:
        raise Refused(Refusal("not_found", "There is no such instrument here.", status=404))
    told, following = queries.stories_with_reaction(
        found.symbol, cursor, limit, since=since, until=until
    )
    public(request, response, f"instrument:{found.symbol}")
    shorts = _listed(request, [story.article for story in told])
    items = [_told(story, short) for story, short in zip(told, shorts, strict=True)]
    return {"items": items, "next": following}


@router.get("/articles/{article_id}/related")
def list_related(request: HttpRequest, article_id: int, limit: Few = 5) -> Shape:
    found = queries.related(_page(article_id).article, limit)
    return {"items": _listed(request, found), "next": None}


def _told(story: queries.Told, short: Shape) -> Shape:
    reaction = story.reaction
    return {
        **short,
        "event_time": story.event_time,
        "marker": queries.marker(story),
        "reaction": reaction.as_dict() if reaction.windows else None,
    }


def _page(pk: int) -> ArticlePage:
    page = queries.article_page(pk) if 0 < pk < 2**63 else None
    if page is None:
        raise Refused(NOT_FOUND)
    if page.article.withdrawn:
        raise Refused(Refusal("withdrawn", page.article.notice, status=410))
    return page


def _canonical(symbol: str) -> str:
    found = markets.instrument_for(symbol)
    return found.symbol if found else symbol


def _listed(request: HttpRequest, articles: Sequence[Article]) -> list[Shape]:
    """What lists say of each article, with what was said about it."""
    counts = comment_counts("article", [str(article.pk) for article in articles], request.user)
    return [_short(article, counts.get(str(article.pk), 0)) for article in articles]


def _short(article: Article, comments: int) -> Shape:
    return {
        "id": article.pk,
        "url": article.url,
        "headline": article.headline,
        "short_headline": article.short_headline,
        "standfirst": article.standfirst,
        "dateline": article.dateline,
        "credit": article.credit,
        "section": article.section.slug,
        "published": article.published,
        "first_published": article.first_published,
        "updated": article.updated,
        "version": article.version,
        "comments": {"count": comments, "status": article.discussion},
    }


def _whole(page: ArticlePage) -> Shape:
    article = page.article
    return {
        "bylines": [byline.name for byline in page.bylines],
        "topics": [topic.name for topic in page.topics],
        "body": article.html,
        "text": article.text,
        "instruments": [
            {
                "symbol": mention.instrument.symbol,
                "name": mention.instrument.name,
                "start": mention.start,
                "end": mention.end,
                "text": mention.text,
            }
            for mention in page.mentions
        ],
        "package": [{"headline": item.headline, "url": item.address} for item in page.package],
        "gallery": [
            {"caption": shown.caption, "credit": shown.credit, "image": shown.address}
            for shown in page.gallery
        ],
        "corrections": [
            {"at": correction.at, "kind": correction.kind, "text": correction.text}
            for correction in page.corrections
        ],
        "breaking": page.breaking,
        "language": article.language,
        "license": article.source.rights if article.source else "",
    }
