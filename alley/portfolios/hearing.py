"""What portfolios do when markets change a name or a bar."""

from alley.announce import hears
from alley.markets.events import BarsChanged, InstrumentRenamed
from alley.markets.models import Interval
from alley.portfolios import actions
from alley.portfolios.models import Closes


@hears(InstrumentRenamed)
def follow_the_name(event: InstrumentRenamed) -> None:
    actions.renamed(event.was, event.becomes)


@hears(BarsChanged)
def copy_closes_anew(event: BarsChanged) -> None:
    if event.interval == Interval.DAY:
        Closes.objects.filter(instrument=event.instrument_id).delete()
