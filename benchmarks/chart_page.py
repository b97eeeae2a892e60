"""The page of an instrument with a million minute bars, and its chart as SVG and PNG.

Processor time, since a shared machine's clock says little. Ceilings in the same run: the same page
of an instrument without any bar, and resvg alone over the same picture.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import bars_points  # noqa: E402

if TYPE_CHECKING:
    from benchmarks.figures import Figure

SYMBOL, BARE = "CRYPTO:BTC-USD", "CRYPTO:ETH-USD"
ROUNDS = 9


def milliseconds(work: Callable[[], object]) -> list[float]:
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        times.append((time.process_time() - began) * 1000)
    return times


def asking(path: str) -> Callable[[], bytes]:
    from django.test import Client

    client = Client(headers={"host": "127.0.0.1"})

    def ask() -> bytes:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.content

    return ask


def measure() -> "list[Figure]":
    from benchmarks.figures import Figure

    bars_points.prepare()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)  # a page names its files by hash
    bars_points.fill()
    from alley.markets.charts.png import png
    from alley.markets.models import Instrument, Kind

    Instrument.objects.create(
        symbol=BARE, name="Ether", kind=Kind.CRYPTO, ticker="ETH-USD", currency="USD"
    )
    bare = statistics.median(milliseconds(asking(f"/markets/{BARE}/")))
    page = milliseconds(asking(f"/markets/{SYMBOL}/"))
    found = [
        Figure("page, no bar at all", bare, "ms", "", "the ceiling of a page"),
        Figure("page, first time", page[0], "ms"),
        Figure("page, median", statistics.median(page), "ms", "< 100", ratio(page, bare)),
    ]
    for words, query in (
        ("a year of days", "range=1Y&interval=1d&type=candles"),
        ("a week of minutes", "range=5D&interval=1m&type=candles"),
        ("all of it, with three indicators", "range=MAX&interval=1d&indicators=SMA:50,BOLL,RSI"),
    ):
        address = f"/charts/{SYMBOL}.{{}}?{query}"
        ask = asking(address.format("svg"))
        drawn = ask().decode()
        alone = statistics.median(milliseconds(lambda drawn=drawn: png(drawn)))
        svg, picture = milliseconds(ask), milliseconds(asking(address.format("png")))
        found += [
            Figure(
                f"SVG, {words}", statistics.median(svg), "ms", "< 100", f"{len(drawn):,} letters"
            ),
            Figure(f"PNG, {words}", statistics.median(picture), "ms", "", ratio(picture, alone)),
        ]
    return found


def ratio(times: list[float], ceiling: float) -> str:
    return f"{statistics.median(times) / ceiling:.2f} times the ceiling's {ceiling:.0f} ms"


if __name__ == "__main__":
    from benchmarks.figures import alone

    alone("chart_page", measure)
