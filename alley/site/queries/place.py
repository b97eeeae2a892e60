"""An instrument as a place: its stories with what its price did, and what is related to it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alley.markets.models import Instrument, Kind
from alley.markets.queries import Series, other_listings, quotes_for
from alley.markets.quotes import QuoteView
from alley.markets.reaction import Price, WindowResult, measure
from alley.markets.sessions import session_end
from alley.news.models import Article, ArticleInstrument
from alley.news.queries import stories_about

STORIES = 8
RELATED = 8
BEFORE = timedelta(days=400)  # the stories: 250 sessions and more


@dataclass(frozen=True, slots=True)
class ToldStory:
    article: Article
    window: WindowResult | None  # by the next close after its first publication
    source: str  # of the prices

    @property
    def measured(self) -> bool:
        return self.window is not None and not self.window.unavailable

    @property
    def words(self) -> str:
        """For the card of its marker: `+1.72 % by the next close, about its usual day (EIA)`."""
        if self.window is None or self.window.move_percent is None:
            return ""
        move = self.window.move_percent
        sign = "+" if move > 0 else "−" if move < 0 else ""
        usual = f", {self.window.words}" if self.window.words else ""
        return f"{sign}{abs(move)} % by the next close{usual} ({self.source})"


def newest_stories(symbol: str) -> tuple[list[Article], datetime | None]:
    """About an instrument, and from when on its days are needed to measure them."""
    stories = stories_about(symbol, STORIES)
    moments = [moment for story in stories if (moment := story.first_published or story.published)]
    return stories, min(moments) - BEFORE if moments else None


def told_stories(symbol: str, stories: Sequence[Article], found: Series) -> list[ToldStory]:
    """Each with its move by the next close, from the instrument's days."""
    bars = found.columns.views()
    closes = [Price(session_end(symbol, bar.time.date()), bar.close) for bar in bars]
    source = found.origins[0].source if found.origins else ""
    return [ToldStory(story, _move(story, closes), source) for story in stories]


def _move(story: Article, closes: Sequence[Price]) -> WindowResult | None:
    moment = story.first_published or story.published
    return measure(moment, closes)[1] if moment else None


@dataclass(frozen=True, slots=True)
class Related:
    instrument: Instrument
    why: str
    quote: QuoteView | None


def related_to(instrument: Instrument) -> list[Related]:
    """The same shares elsewhere, what stands in the same stories, and the sector's best known."""
    found: dict[str, tuple[Instrument, str]] = {}
    for other in other_listings(instrument, 3):
        found.setdefault(other.symbol, (other, "the same shares"))
    for other, many in _told_together(instrument):
        words = "in a story together" if many == 1 else f"in {many} stories together"
        found.setdefault(other.symbol, (other, words))
    if instrument.sector:
        alike = Instrument.objects.filter(sector=instrument.sector, delisted=None)
        for other in alike.exclude(pk=instrument.pk).order_by("rank", "symbol")[:RELATED]:
            found.setdefault(other.symbol, (other, f"also {instrument.sector}"))
    elif len(found) < RELATED:
        alike = Instrument.objects.filter(kind=instrument.kind, delisted=None)
        for other in alike.exclude(pk=instrument.pk).order_by("rank", "symbol")[:RELATED]:
            found.setdefault(other.symbol, (other, f"also {Kind(instrument.kind).within}"))
    shown = list(found.values())[:RELATED]
    quotes = quotes_for(other.symbol for other, _ in shown)
    return [Related(other, why, quotes.get(other.symbol)) for other, why in shown]


def _told_together(instrument: Instrument) -> list[tuple[Instrument, int]]:
    named = ArticleInstrument.objects.filter(leads=True, article__live=True)
    named = named.exclude(origin=ArticleInstrument.Origin.REFUSED)
    mine = named.filter(instrument=instrument).order_by("-published", "-article")
    recent = list(mine.values_list("article", flat=True)[:60])
    beside = named.filter(article__in=recent).exclude(instrument=instrument)
    many = Counter(beside.values_list("instrument", flat=True)).most_common(RELATED)
    known = Instrument.objects.in_bulk([pk for pk, _ in many])
    return [(known[pk], count) for pk, count in many]
