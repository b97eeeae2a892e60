"""Lists of stories: newest first, by keyset, without the long fields."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils import timezone

from alley import keyset
from alley.accounts.models import Reader
from alley.news.models import Article, ArticleInstrument, BreakingAlert, Correction, Section
from alley.news.models.article import ArticleQuerySet

PAGE = 30


@dataclass(frozen=True, slots=True)
class StoryList:
    """One page of stories, and the cursor of the next where there is one."""

    articles: list[Article]
    next: str | None


@dataclass(frozen=True, slots=True)
class SectionPage:
    section: Section
    stories: StoryList


@dataclass(frozen=True, slots=True)
class FrontPage:
    lead: Article | None
    stories: list[Article]  # newest first, after the lead
    sections: list[tuple[Section, list[Article]]]
    breaking: list[BreakingAlert]


def front_page() -> FrontPage:
    """The newest of everything and of every section. Queries: three and one a section."""
    newest_stories = newest(limit=20).articles
    blocks = [(section, newest(section=section, limit=5).articles) for section in sections()]
    return FrontPage(
        lead=newest_stories[0] if newest_stories else None,
        stories=newest_stories[1:],
        sections=[block for block in blocks if block[1]],
        breaking=breaking_now(),
    )


def section_page(slug: str, cursor: str | None = None) -> SectionPage | None:
    section = Section.objects.filter(slug=slug).first()
    return SectionPage(section, newest(section=section, cursor=cursor)) if section else None


def newest(
    *, section: Section | None = None, cursor: str | None = None, limit: int = PAGE
) -> StoryList:
    stories: ArticleQuerySet = Article.objects.listed()
    if section:
        stories = stories.filter(section=section)
    return page_of_stories(stories, cursor, limit)


def articles(
    *,
    section: str | None = None,
    symbol: str | None = None,
    since: datetime | None = None,
    cursor: str | None = None,
    limit: int = PAGE,
) -> StoryList:
    """What the API lists: every filter may be left out."""
    stories: ArticleQuerySet = Article.objects.listed()
    if section:
        stories = stories.filter(section__slug=section)
    if since:
        stories = stories.filter(published__gte=since)
    if symbol:
        told = ArticleInstrument.objects.filter(instrument__symbol=symbol, leads=True)
        stories = stories.filter(pk__in=told.values("article"))
    return page_of_stories(stories, cursor, limit)


def stories_about(symbol: str, limit: int = 10) -> list[Article]:
    """The newest stories that name an instrument (canonical symbol). One query."""
    named = (
        ArticleInstrument.objects.filter(
            instrument__symbol=symbol, leads=True, article__live=True, article__same_as=None
        )
        .exclude(origin=ArticleInstrument.Origin.REFUSED)
        .order_by("-published", "-article")
        .values_list("article", flat=True)[:limit]
    )
    found = Article.objects.for_lists().filter(pk__in=list(named))
    return sorted(found, key=lambda story: (story.published, story.pk), reverse=True)


def stories_between(
    symbols: Iterable[str], start: datetime, end: datetime
) -> dict[str, list[Article]]:
    """The stories first published in that time that name each instrument, newest first; whatever
    the instruments, two queries."""
    named = _named(symbols, end).filter(
        published__gte=start,  # which no story is before its first publication
        article__first_published__gte=start,
    )
    pairs = list(named.values_list("instrument__symbol", "article"))
    stories = Article.objects.for_lists().in_bulk({article for _, article in pairs})
    found: dict[str, list[Article]] = {}
    for symbol, article in pairs:
        found.setdefault(symbol, []).append(stories[article])
    return found


def last_told(symbols: Iterable[str], end: datetime) -> datetime | None:
    """When the newest story before `end` that names any of these instruments was published."""
    return _named(symbols, end).values_list("article__first_published", flat=True).first()


def _named(symbols: Iterable[str], end: datetime) -> "QuerySet[ArticleInstrument]":
    """Where stories of before `end` name these instruments, newest story first."""
    return (
        ArticleInstrument.objects.filter(
            instrument__symbol__in=list(symbols),
            leads=True,
            article__first_published__lt=end,
            article__live=True,
            article__same_as=None,
        )
        .exclude(origin=ArticleInstrument.Origin.REFUSED)
        .order_by("-published", "-article")
    )


def related(article: Article, limit: int = 5) -> list[Article]:
    """Stories that share instruments or topics, else the section's newest. Two queries."""
    instruments = article.instruments.filter(leads=True).values("instrument")
    shared = (
        ArticleInstrument.objects.filter(
            instrument__in=instruments, leads=True, article__live=True, article__same_as=None
        )
        .exclude(article=article)
        .order_by("-published", "-article")
        .values_list("article", flat=True)[: limit * 20]
    )
    ranked = _most_shared(shared)[:limit]
    order = [When(pk=pk, then=Value(rank)) for rank, pk in enumerate(ranked)]
    near = Article.objects.listed().for_lists().exclude(pk=article.pk)
    if not ranked:
        return list(near.filter(section=article.section_id).order_by("-published", "-id")[:limit])
    rank = Case(*order, output_field=IntegerField())
    return list(near.filter(pk__in=ranked).order_by(rank))


def _most_shared(articles: Iterable[int]) -> list[int]:
    """Article ids, those that share most instruments first, newest first among equals."""
    counts: dict[int, int] = {}
    for pk in articles:
        counts[pk] = counts.get(pk, 0) + 1
    return sorted(counts, key=lambda pk: -counts[pk])


def breaking_now(
    now: datetime | None = None, *, reader: Reader | None = None
) -> list[BreakingAlert]:
    """What runs now, without what this reader has closed, on whatever device."""
    now = now or timezone.now()
    running = BreakingAlert.objects.filter(ended=None, starts__lte=now, ends__gt=now)
    if reader is not None:
        running = running.exclude(closings__reader=reader)
    return list(running.select_related("article__section"))


def corrections(limit: int = 100) -> "QuerySet[Correction]":
    return (
        Correction.objects.filter(article__live=True)
        .select_related("article__section")
        .defer("article__body", "article__text", "article__html")[:limit]
    )


def sections() -> list[Section]:
    return list(Section.objects.order_by("order", "name"))


def page_of_stories(stories: ArticleQuerySet, cursor: str | None, limit: int) -> StoryList:
    page = keyset.page_of(stories.for_lists(), ("-published", "-id"), cursor, limit)
    return StoryList(page.items, page.next)
