"""bars?points=1500 over a million minute bars, through Django, the response's bytes included.

Ceiling in the same run: numpy's own minimum and maximum over the same columns in memory.
"""

import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
BARS, POINTS, ROUNDS = int(os.environ.get("BARS", "1000000")), 1_500, 15


def prepare() -> None:
    os.environ["ALLEY_DATA_DIR"] = tempfile.mkdtemp(prefix="alley-bench-")
    os.environ.pop("DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "alley.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def fill() -> float:
    """A random walk in cents, volumes included, written through the import; seconds it took."""
    import numpy as np

    from alley.markets.actions import Origin, import_prices
    from alley.markets.importing.prices import Row
    from alley.markets.models import Instrument, Kind, PriceKind

    coin = Instrument.objects.create(
        symbol="CRYPTO:BTC-USD", name="Bitcoin", kind=Kind.CRYPTO, ticker="BTC-USD", currency="USD"
    )
    from decimal import Decimal

    chance = np.random.default_rng(7)
    close = 4_300_000 + chance.integers(-900, 901, BARS).cumsum()
    high, low = close + chance.integers(0, 900, BARS), close - chance.integers(0, 900, BARS)
    volume = chance.integers(1, 10**9, BARS)
    start = datetime(2020, 1, 1, tzinfo=UTC)
    rows = [
        Row(
            start + timedelta(minutes=place),
            *(Decimal(int(column[place])).scaleb(-2) for column in (close, high, low, close)),
            Decimal(int(volume[place])).scaleb(-4),
        )
        for place in range(BARS)
    ]
    began = time.perf_counter()
    import_prices(coin, rows, Origin("made up", PriceKind.SYNTHETIC), interval="1m")
    return time.perf_counter() - began


def asked(path: str) -> list[float]:
    from django.test import Client

    client, times = Client(headers={"host": "127.0.0.1"}), []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        answer = client.get(path)
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, answer.content[:200]
    return times


def ceiling() -> float:
    import numpy as np

    from alley.markets.queries import series_of

    columns = series_of("CRYPTO:BTC-USD", "1m").columns
    edges = np.arange(POINTS) * len(columns) // POINTS
    began = time.perf_counter()
    np.maximum.reduceat(columns.high, edges)
    np.minimum.reduceat(columns.low, edges)
    return (time.perf_counter() - began) * 1000


def measure() -> "list[Figure]":
    from benchmarks.figures import Figure

    prepare()
    imported = fill()
    url = "/api/v1/instruments/CRYPTO:BTC-USD/bars?interval={}&points={}"
    minutes = asked(url.format("1m", POINTS))
    hours = asked(url.format("1h", POINTS))
    days = asked(url.format("1d", POINTS))
    least = ceiling()
    note = f"{BARS:,} bars; numpy alone {least:.1f} ms"
    return [
        Figure("import of minute bars, packed", BARS / imported, "bars/s", "", f"{imported:.1f} s"),
        Figure("bars?points=1500, first time", minutes[0], "ms", "", note),
        Figure("bars?points=1500, median", statistics.median(minutes), "ms", "< 50", note),
        Figure("bars?interval=1h&points=1500, median", statistics.median(hours), "ms", "", note),
        Figure("bars?interval=1d&points=1500, median", statistics.median(days), "ms", "", note),
    ]


if __name__ == "__main__":
    from benchmarks.figures import Figure, alone

    alone("bars_points", measure)
