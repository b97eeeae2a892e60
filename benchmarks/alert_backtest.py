"""When would this alert have fired? Each kind over a year of minute bars, read from the database.

Against what a team would write first, in the same run: one window query over the table of bars.
"""

import statistics
import time
from pathlib import Path

from benchmarks import bars_points
from benchmarks.figures import Figure, alone

ROUNDS = 7
RULES = {
    "price_cross": {"direction": "either", "level": "43000", "hysteresis": "50"},
    "percent_move": {"percent": "0.1", "window": "15m", "direction": "either"},
    "new_extreme": {"side": "high", "days": 30},
    "volume": {"factor": "1.01"},
    "indicator": {"name": "RSI", "crosses": "above", "level": "70", "interval": "5m"},
}
QUERY = """
    SELECT time FROM (
        SELECT time, close, LAG(close) OVER (ORDER BY time) AS before FROM markets_bar
        WHERE instrument_id = %s AND interval = '1m' AND time >= %s
    ) AS bars WHERE before < %s AND close >= %s
"""


def milliseconds(ways: list[float]) -> float:
    return statistics.median(ways) * 1000


def measure() -> list[Figure]:
    bars_points.prepare()
    bars_points.fill()
    figures = []
    for kind, params in RULES.items():
        first, median, count, bars = tried(kind, params)
        note = f"{bars:,} bars, {count} firings; the first time {first:.0f} ms"
        figures.append(Figure(f"backtest, {kind}", median, "ms", "< 200", note))
    return [*figures, Figure("price_cross by one window query", queried(), "ms")]


def tried(kind: str, params: dict[str, object]) -> tuple[float, float, int, int]:
    """The first time and the median, both in milliseconds; how often it fired on how many bars."""
    from alley.accounts.models import Reader
    from alley.alerts import actions, trying
    from alley.alerts.actions import Wish

    owner, _ = Reader.objects.get_or_create(username="ada")
    wish = Wish(kind, params, "CRYPTO:BTC-USD", "every")
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        trial = trying.backtest(actions.draft_alert(owner=owner, wish=wish))
        times.append(time.perf_counter() - began)
    return times[0] * 1000, milliseconds(times), trial.count, trial.bars


def queried() -> float:
    from datetime import timedelta

    from django.db import connection

    from alley.markets.models import Bar

    newest = Bar.objects.latest("time")
    since = connection.ops.adapt_datetimefield_value(newest.time - timedelta(days=366))
    times = []
    with connection.cursor() as cursor:
        for _ in range(3):
            began = time.perf_counter()
            cursor.execute(QUERY, [newest.instrument_id, since, 43_000, 43_000])
            cursor.fetchall()
            times.append(time.perf_counter() - began)
    return milliseconds(times)


if __name__ == "__main__":
    alone(Path(__file__).stem, measure)
