"""Real prices for the demo, small and licensed (docs/data-sources.md), and a recording."""

import csv
import gzip
from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from threading import Event

from alley.markets.actions import (
    Origin,
    Tick,
    begin_replay,
    follow,
    import_corporate_actions,
    import_prices,
    import_starter_set,
    record_quotes,
    switch_feed,
)
from alley.markets.importing.prices import Row, moment, number
from alley.markets.models import Adjustment, Feed, Instrument, PriceKind, Quote
from alley.markets.providers import replay

DATA = Path(__file__).parent / "data"
RECORDING = DATA / "replay.csv.gz"
SPEED = 60.0  # one recorded minute a second: minute data then moves every second
SETS = {
    "eia": Origin("EIA spot", PriceKind.EOD),
    "ecb": Origin("ECB", PriceKind.REFERENCE),
    "ecb-cross": Origin("ECB cross rate", PriceKind.REFERENCE),
    "vix": Origin("Cboe", PriceKind.EOD),
    "shares": Origin("skfolio, adjusted close", PriceKind.EOD, Adjustment.TOTAL),
    "sp500": Origin("skfolio", PriceKind.EOD),
    "lean-btc": Origin("Coinbase sample", PriceKind.EOD),
    "lean-spy": Origin("AlgoSeek sample", PriceKind.EOD),
    "lean-gold": Origin("Oanda sample", PriceKind.EOD),
}


def load_demo_prices() -> int:
    """The starter instruments and every price series shipped; how many bars were new."""
    import_starter_set()
    with (DATA / "corporate.csv").open(newline="", encoding="utf-8") as file:
        import_corporate_actions(csv.DictReader(file), source="company announcements")
    loaded = sum(_load(name, origin) for name, origin in SETS.items())
    _show_the_desk_something()
    return loaded


def _show_the_desk_something() -> None:
    """A provider that could be switched on, and a price that looks like another unit."""
    if Feed.objects.exists():
        return
    codes = {"FX:EUR-USD": "EUR/USD", "FX:GBP-USD": "GBP/USD", "FX:USD-JPY": "USD/JPY"}
    known = Instrument.objects.filter(symbol__in=list(codes)).values_list("symbol", flat=True)
    follow(provider="ecb", codes={symbol: codes[symbol] for symbol in known}, by="demo")
    switch_feed(provider="ecb", on=False, by="demo")
    brent = Quote.objects.filter(instrument__symbol="COMDTY:BRENT").first()
    if brent is not None:
        later = brent.time + timedelta(hours=1)
        cents = Tick("COMDTY:BRENT", brent.price * 100, later, "a file in cents", PriceKind.EOD)
        record_quotes([cents])


def replay_forever(stop: Event, *, speed: float = SPEED) -> None:
    """Play the recorded days again and again until told to stop."""
    ticks = [tick for tick in replay.read(RECORDING) if isinstance(tick, Tick)]
    symbols = sorted({tick.symbol for tick in ticks})
    while not stop.is_set():
        begin_replay(symbols)
        replay.play(ticks, record_quotes, speed=speed, wait=stop.wait)


def _load(name: str, origin: Origin) -> int:
    series: dict[str, list[Row]] = defaultdict(list)
    with gzip.open(DATA / f"{name}.csv.gz", "rt", encoding="utf-8") as file:
        for cells in csv.reader(file):
            if cells[0] != "symbol":
                series[cells[0]].append(_row(cells[1:]))
    known = Instrument.objects.in_bulk(list(series), field_name="symbol")
    return sum(import_prices(known[symbol], rows, origin).new for symbol, rows in series.items())


def _row(cells: list[str]) -> Row:
    values = [number(cell) if cell else None for cell in cells[1:]]
    opened, high, low, close, volume = values
    if close is None:
        raise ValueError(f"no close on {cells[0]}")
    return Row(moment(cells[0]), opened, high, low, close, volume)
