"""The front page: stories by weight and section, the wire, the market, the talk."""

from dataclasses import dataclass

from alley.accounts.models import Reader
from alley.discussion.models import Thread
from alley.discussion.queries import counts_for
from alley.markets.queries import quotes_for
from alley.markets.quotes import QuoteView
from alley.news import queries as news
from alley.news.models import Article, Section

STRIP = ("COMDTY:BRENT", "COMDTY:WTI", "COMDTY:GOLD", "FX:EUR-USD", "CRYPTO:BTC-USD", "INDEX:SPX")
SECOND = 3  # stories beside the lead
UNDER = 2  # and under it
LATEST = 10
DISCUSSED = 5


@dataclass(frozen=True, slots=True)
class FrontShown:
    page: news.FrontPage
    strip: list[QuoteView]
    discussed: list[tuple[Article, int]]
    moved: list[news.Told]

    @property
    def second(self) -> list[Article]:
        return self.page.stories[:SECOND]

    @property
    def under(self) -> list[Article]:
        return self.page.stories[SECOND : SECOND + UNDER]

    @property
    def latest(self) -> list[Article]:
        return ([self.page.lead] if self.page.lead else []) + self.page.stories[: LATEST - 1]


def sections() -> list[Section]:
    return list(Section.objects.order_by("order", "name"))


def market_strip() -> list[QuoteView]:
    return list(quotes_for(STRIP).values())


def front(reader: Reader | None = None) -> FrontShown:
    page = news.front_page()
    return FrontShown(page, market_strip(), _discussed(page, reader), news.what_moved())


def _discussed(page: news.FrontPage, reader: Reader | None) -> list[tuple[Article, int]]:
    """Of the stories on this page, those with most comments, counted for this reader."""
    shown = {str(story.pk): story for story in [*page.stories, page.lead] if story}
    for _, stories in page.sections:
        shown |= {str(story.pk): story for story in stories}
    busiest = Thread.objects.filter(kind="article", key__in=shown, comment_count__gt=0)
    threads = list(busiest.order_by("-comment_count", "-id")[:DISCUSSED])
    counts = counts_for("article", [thread.key for thread in threads], reader)
    return [(shown[thread.key], counts[thread.key]) for thread in threads]
