"""Measure what prices did after stories: expected when a story names an instrument, due again
whenever prices that it is made of come or are corrected."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from alley.live import bus
from alley.markets.queries import checked_claims, reaction_of
from alley.markets.reaction_form import InstrumentReaction, kept
from alley.news.models import Article, ArticleInstrument, ArticleReaction, CheckedClaims

BACK = timedelta(days=16)  # prices this long after a story belong to its week
AHEAD = timedelta(days=390)  # and this long before it to what is usual
BATCH = 40  # reactions measured in one turn of the clock
Kept = ArticleInstrument.Origin


def expect_reactions(articles: Iterable[Article]) -> None:
    """One row for each instrument that a story names, to be measured, and no others."""
    articles = list(articles)
    now = timezone.now()
    named = set(
        ArticleInstrument.objects.filter(article__in=articles, leads=True)
        .exclude(origin=Kept.REFUSED)
        .values_list("article_id", "instrument_id")
    )
    standing = ArticleReaction.objects.filter(article__in=articles)
    gone = [row.pk for row in standing if (row.article_id, row.instrument_id) not in named]
    ArticleReaction.objects.filter(pk__in=gone).delete()
    moments = {article.pk: article.first_published or article.published for article in articles}
    rows = [
        ArticleReaction(article_id=article, instrument_id=instrument, event_time=moment, due=now)
        for article, instrument in sorted(named)
        if (moment := moments[article])
    ]
    ArticleReaction.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["article", "instrument"],
        update_fields=["event_time", "due"],
    )
    CheckedClaims.objects.bulk_create(
        [CheckedClaims(article=article, due=now) for article in articles],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["due"],
    )


def prices_came(instrument: int, symbol: str, first: datetime, last: datetime) -> None:
    """Every reaction made of these prices is due: the instrument's, and those held against it."""
    made_of = ArticleReaction.objects.filter(
        event_time__gte=first - BACK, event_time__lte=last + AHEAD
    )
    _again(made_of.filter(Q(instrument=instrument) | Q(benchmark=symbol)))


def history_changed(instrument: int) -> None:
    """A split or another event moves the whole series."""
    _again(ArticleReaction.objects.filter(instrument=instrument))


def _again(rows: QuerySet[ArticleReaction]) -> None:
    now = timezone.now()
    CheckedClaims.objects.filter(article__in=rows.values("article")).update(due=now)
    rows.update(due=now)


@transaction.atomic
def measure_due(now: datetime, limit: int = BATCH) -> int:
    """Measure what is due, oldest first. A row that becomes due meanwhile stays due."""
    rows = list(
        ArticleReaction.objects.filter(due__lte=now)
        .select_related("instrument", "article__section")
        .defer("article__body", "article__html", "article__text")
        .order_by("due", "pk")[:limit]
    )
    changed = [row for row in rows if _measure(row, now)]
    for row in rows:
        ArticleReaction.objects.filter(pk=row.pk, due=row.due).update(due=None)
    if changed:
        bus.purge("front", "moves", *_shown_on(changed))
    return len(rows)


def expect_all() -> None:
    """Every story, in batches: for reactions never kept, and after changes of the rules."""
    stories = Article.objects.live_now().only("pk", "first_published", "published").order_by("pk")
    last = 0
    while batch := list(stories.filter(pk__gt=last)[:BATCH]):
        expect_reactions(batch)
        last = batch[-1].pk


def measure_all(now: datetime | None = None) -> int:
    """Everything that is due, at once; how many reactions there are."""
    now = now or timezone.now()
    while measure_due(now) or check_due(now):
        pass
    return ArticleReaction.objects.filter(result__isnull=False).count()


@transaction.atomic
def check_due(now: datetime, limit: int = BATCH) -> int:
    """Check the market sentences of stories that are due, oldest first."""
    rows = list(
        CheckedClaims.objects.filter(due__lte=now)
        .select_related("article")
        .defer("article__body", "article__html")
        .order_by("due", "pk")[:limit]
    )
    for row in rows:
        told = row.article.first_published or row.article.published or now
        claims = [found.as_dict() for found in checked_claims(row.article.text, told)]
        kept_rows = CheckedClaims.objects.filter(pk=row.pk)
        kept_rows.filter(due=row.due).update(due=None)
        kept_rows.update(claims=claims, checked=now)
        if claims != row.claims and row.article.show_claims:
            bus.purge(f"article:{row.article_id}")
    return len(rows)


def _measure(row: ArticleReaction, now: datetime) -> bool:
    """Whether it says something else than before."""
    found = reaction_of([row.instrument.symbol], row.event_time)
    result = kept(found[0]) if found else None
    same = result == row.result
    size = found[0].size if found else 0.0
    benchmark = _benchmark(found[0]) if found else ""
    ArticleReaction.objects.filter(pk=row.pk).update(
        result=result, size=size, benchmark=benchmark, measured=now
    )
    return not same


def _benchmark(reaction: InstrumentReaction) -> str:
    return next((window.benchmark for window in reaction.windows if window.benchmark), "")


def _shown_on(rows: Iterable[ArticleReaction]) -> set[str]:
    return {
        key
        for row in rows
        for key in (f"article:{row.article_id}", f"instrument:{row.instrument.symbol}")
    }
