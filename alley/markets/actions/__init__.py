"""What changes instruments and prices."""

from alley.markets.actions.instruments import import_instruments, import_starter_set
from alley.markets.actions.prices import Origin, import_prices
from alley.markets.actions.quotes import Tick, begin_replay, record_quotes
from alley.markets.actions.ticks import advance_reader

__all__ = [
    "Origin",
    "Tick",
    "advance_reader",
    "begin_replay",
    "import_instruments",
    "import_prices",
    "import_starter_set",
    "record_quotes",
]
