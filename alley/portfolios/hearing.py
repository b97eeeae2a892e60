"""What portfolios do when markets change a name or a bar."""

from alley.announce import hears
from alley.markets.events import BarsChanged, InstrumentRenamed
from alley.markets.models import Interval
from alley.portfolios import actions
from alley.portfolios.queries.closes import cut_short


@hears(InstrumentRenamed)
def follow_the_name(event: InstrumentRenamed) -> None:
    actions.renamed(event.was, event.becomes)


@hears(BarsChanged)
def cut_the_copy_short(event: BarsChanged) -> None:
    if event.interval == Interval.DAY:
        cut_short(event.instrument_id, event.first)
