"""What prices did after stories: of one story, of one instrument, of the whole market."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from alley import keyset
from alley.markets.reaction_form import InstrumentReaction, stamp
from alley.news.models import Article, ArticleInstrument, ArticleReaction
from alley.news.queries.lists import PAGE

ALSO = 4  # other stories named in a window
RECENT = timedelta(days=7)
CONSIDERED = 300  # newest reactions among which the largest are looked for


@dataclass(frozen=True, slots=True)
class Told:
    """A story in a list of reactions."""

    article: Article
    reaction: InstrumentReaction
    event_time: datetime


def reactions_of(article: Article) -> list[InstrumentReaction]:
    """Of each instrument of the story in reading order, with the other stories of its windows.

    Three queries whatever their number; what has not been measured yet is left out.
    """
    rows = list(_measured().filter(article=article).select_related("instrument"))
    places = dict(
        ArticleInstrument.objects.filter(article=article, leads=True).values_list(
            "instrument", "start"
        )
    )
    rows.sort(
        key=lambda row: (
            places.get(row.instrument_id) is None,
            places.get(row.instrument_id) or 0,
            row.pk,
        )
    )
    others = _others(article, rows)
    return [
        _with_others(row, row.reaction, others[row.instrument_id]) for row in rows if row.reaction
    ]


def reactions_to(symbol: str, limit: int = 12) -> list[Told]:
    """Stories of an instrument, the largest moves first. One query."""
    rows = _of_live(_measured().filter(instrument__symbol=symbol, size__gt=0))
    return _told(rows.order_by("-size", "-pk")[:limit])


def stories_with_reaction(
    symbol: str,
    cursor: str | None = None,
    limit: int = PAGE,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> tuple[list[Told], str | None]:
    """Stories of an instrument, newest first, measured or not; what charts mark. By keyset."""
    rows = _of_live(ArticleReaction.objects.filter(instrument__symbol=symbol))
    if since:
        rows = rows.filter(event_time__gte=since)
    if until:
        rows = rows.filter(event_time__lte=until)
    page = keyset.page_of(rows, ("-event_time", "-id"), cursor, limit)
    return [_story(row) for row in page.items], page.next


def story_markers(
    symbol: str, start: datetime, end: datetime, limit: int = 200
) -> list[dict[str, Any]]:
    """For a chart: the moment of each story, its headline and address, and what followed."""
    told, _ = stories_with_reaction(symbol, limit=limit, since=start, until=end)
    return [marker(story) for story in told]


def marker(story: Told) -> dict[str, Any]:
    day = story.reaction.day
    moved = day is not None and day.move_percent is not None
    return {
        "article": story.article.pk,
        "at": stamp(story.event_time),
        "headline": story.article.shown_headline,
        "url": story.article.url,
        "move_percent": str(day.move_percent) if day and moved else None,
        "words": day.words if day else "",
        "source": story.reaction.source or None,
        "quote_kind": story.reaction.quote_kind or None,
    }


def what_moved(limit: int = 5) -> list[Told]:
    """The largest reactions of the last seven days, or of all where few have any. One query."""
    rows = list(_of_live(_measured()).order_by("-event_time", "-pk")[:CONSIDERED])
    if not rows:
        return []
    fresh = [row for row in rows if row.event_time >= rows[0].event_time - RECENT]
    told = {row.article_id for row in fresh if row.size}
    largest = sorted(fresh if len(told) >= limit else rows, key=lambda row: -row.size)
    return _told(_one_a_story(largest)[:limit])


def _measured() -> Any:
    return ArticleReaction.objects.filter(result__isnull=False)


def _of_live(rows: Any) -> Any:
    return (
        rows.filter(article__live=True, article__same_as=None)
        .select_related("article__section", "instrument")
        .defer("article__body", "article__html", "article__text")
    )


def _story(row: ArticleReaction) -> Told:
    return Told(row.article, row.reaction or _unmeasured(row), row.event_time)


def _unmeasured(row: ArticleReaction) -> InstrumentReaction:
    return InstrumentReaction(row.instrument.symbol, row.instrument.name, "", "", "", [])


def _told(rows: Iterable[ArticleReaction]) -> list[Told]:
    return [_story(row) for row in rows if row.size]


def _one_a_story(rows: Sequence[ArticleReaction]) -> list[ArticleReaction]:
    """Brent and WTI moved by one story are one line, told by the larger."""
    first: dict[int, ArticleReaction] = {}
    for row in rows:
        first.setdefault(row.article_id, row)
    return list(first.values())


def _others(article: Article, rows: Sequence[ArticleReaction]) -> dict[int, list[ArticleReaction]]:
    """Other stories that named these instruments while their windows lasted. One query."""
    found: dict[int, list[ArticleReaction]] = defaultdict(list)
    ends = [
        window.at for row in rows if row.reaction for window in row.reaction.windows if window.at
    ]
    if not ends:
        return found
    near = _of_live(ArticleReaction.objects.exclude(article=article)).filter(
        instrument__in=[row.instrument_id for row in rows],
        event_time__gte=min(row.event_time for row in rows),
        event_time__lte=max(ends),
    )
    for other in near.order_by("event_time", "pk")[: ALSO * 10 * len(rows)]:
        found[other.instrument_id].append(other)
    return found


def _with_others(
    row: ArticleReaction, reaction: InstrumentReaction, others: Sequence[ArticleReaction]
) -> InstrumentReaction:
    also = {
        window.window: [
            other.article for other in others if row.event_time <= other.event_time <= window.at
        ][:ALSO]
        for window in reaction.windows
        if window.at
    }
    return replace(reaction, also=also)
