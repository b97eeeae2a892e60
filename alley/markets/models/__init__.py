"""Instruments, the names they go by, their price history and their latest price.

Prices are Decimal, may be negative (WTI, 20 April 2020) and always say whose they are.
"""

from alley.markets.models.bar import Bar, BarPack
from alley.markets.models.chart import ChartLayout, ChartSnapshot
from alley.markets.models.corporate import CorporateAction
from alley.markets.models.feed import Feed, hidden_sources, shown
from alley.markets.models.identity import Issuer, ProviderSymbol, ShareClass, SymbolSpan
from alley.markets.models.instrument import Alias, Instrument, Master, address
from alley.markets.models.quote import Quarantined, Quote
from alley.markets.models.tick import TickPack, TickReader
from alley.markets.models.words import Adjustment, Interval, Kind, PriceKind

__all__ = [
    "Adjustment",
    "Alias",
    "Bar",
    "BarPack",
    "ChartLayout",
    "ChartSnapshot",
    "CorporateAction",
    "Feed",
    "Instrument",
    "Interval",
    "Issuer",
    "Kind",
    "Master",
    "PriceKind",
    "ProviderSymbol",
    "Quarantined",
    "Quote",
    "ShareClass",
    "SymbolSpan",
    "TickPack",
    "TickReader",
    "address",
    "hidden_sources",
    "shown",
]
