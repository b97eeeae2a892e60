"""What changes instruments and prices."""

from alley.markets.actions.instruments import import_instruments, import_starter_set
from alley.markets.actions.prices import Origin, import_prices
from alley.markets.actions.quotes import Tick, begin_replay, record_quotes

__all__ = [
    "Origin",
    "Tick",
    "begin_replay",
    "import_instruments",
    "import_prices",
    "import_starter_set",
    "record_quotes",
]
