"""From a recorded tick to saved firings, with 1,000,000 alerts in the database.

`record_quotes` logs ticks, keeps quotes and tells open pages; the engine reads the log, matches and
saves firings, deliveries and its place in one transaction. Against what a team would write first:
one query of the alerts' table a tick, on the same SQLite file.
"""

import os
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.figures import Figure, alone

RULES, INSTRUMENTS, TICKS = 1_000_000, 10_000, 125_000
BATCH = 12_500  # what comes in a quarter of a second at 50,000 ticks/s
QUERY = (
    "SELECT id FROM alerts_alert WHERE kind = 'price_cross' AND state = 'live'"
    " AND instrument_id = %s AND level > %s AND level <= %s"
)


def prepared() -> np.ndarray:
    """Instruments, a reader and their million alerts; returns the prices to begin with."""
    from django.core.management import call_command
    from django.db import connection, transaction

    from alley.accounts.models import Reader
    from alley.alerts.models import Alert
    from alley.markets.models import Instrument, Kind

    call_command("migrate", verbosity=0)
    Instrument.objects.bulk_create(
        Instrument(symbol=f"XTST:I{n}", name=f"I{n}", kind=Kind.EQUITY, ticker=f"I{n}")
        for n in range(INSTRUMENTS)
    )
    owner = Reader.objects.create_user("ada", "ada@example.org", "alley-demo")
    one = Alert(
        owner=owner,
        kind="price_cross",
        instrument=Instrument.objects.earliest("pk"),
        level=1.0,
        direction="above",
        mode="every",
        params={"direction": "above", "level": "1"},
        channels=["in_app"],
    )
    one.save()
    columns = [field.column for field in Alert._meta.concrete_fields if field.column != "id"]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM alerts_alert")  # noqa: S608
        row = dict(zip(columns, cursor.fetchone(), strict=True))
    one.delete()
    random = np.random.default_rng(7)
    start = np.round(random.uniform(5, 500, INSTRUMENTS), 2)
    first = int(Instrument.objects.earliest("pk").pk)
    slot = np.sort(random.integers(0, INSTRUMENTS, RULES))  # indexes grow at their end
    level = np.round(start[slot] * random.uniform(0.8, 1.2, RULES), 2)
    marks = ", ".join(["%s"] * len(columns))
    own = ["instrument_id", "level", "direction", "params"]
    same = tuple(row[name] for name in columns if name not in own)
    columns = [name for name in columns if name not in own] + own
    insert = f"INSERT INTO alerts_alert ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608
    ways = np.where(level > start[slot], "above", "below").tolist()
    rows = (
        (*same, first + place, at, way, f'{{"direction": "{way}", "level": "{at}"}}')
        for place, at, way in zip(slot.tolist(), level.tolist(), ways, strict=True)
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(insert, rows)
    return start


class Loaded(NamedTuple):
    """Megabytes beside what the process held before: at its most, and in the end."""

    most: float
    kept: float


def loading() -> Loaded:
    """An engine loads in a process that has done nothing else: freed memory would hide its own."""
    import django

    django.setup()
    from alley.alerts.engine import Engine, shards

    shard = shards.claim(0, "bench")
    assert shard is not None
    before = memory("VmRSS")
    engine = Engine(shard)
    engine.turn()
    return Loaded(memory("VmHWM") - before, memory("VmRSS") - before)


def memory(what: str) -> float:
    """Of this process, in MB."""
    status = Path("/proc/self/status").read_text()
    return int(status.split(f"{what}:")[1].split()[0]) / 1024


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"ALLEY_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "alley.settings"}
        import django

        django.setup()
        try:
            return measured()
        finally:
            django.db.connections.close_all()


def measured() -> list[Figure]:
    from datetime import timedelta
    from decimal import Decimal

    from django.db import connection
    from django.utils import timezone

    from alley.alerts.engine import Engine, shards
    from alley.alerts.models import Firing
    from alley.markets.actions import Tick, record_quotes

    start = prepared()
    with get_context("spawn").Pool(1) as pool:
        loaded = pool.apply(loading)
    shard = shards.claim(0, "bench")
    assert shard is not None
    began = time.perf_counter()
    engine = Engine(shard)
    engine.turn()
    load = time.perf_counter() - began

    random = np.random.default_rng(8)
    prices, now = start.copy(), timezone.now() - timedelta(days=1)
    share = 1 / np.arange(1, INSTRUMENTS + 1) ** 0.9  # few trade much, most now and then
    share /= share.sum()

    def batch(number: int, which: np.ndarray) -> list[Tick]:
        moment = now + timedelta(seconds=number)
        steps = np.exp(random.normal(0, 0.0001, len(which)))
        ticks = []
        for place, (n, step) in enumerate(zip(which.tolist(), steps.tolist(), strict=True)):
            prices[n] = round(prices[n] * step, 2)
            time_of = moment + timedelta(microseconds=20 * place)
            ticks.append(Tick(f"XTST:I{n}", Decimal(str(prices[n])), time_of, "bench"))
        return ticks

    def through(batches: list[list[Tick]]) -> tuple[float, float]:
        """Seconds to record, and to match and save."""
        recorded = matched = 0.0
        for ticks in batches:
            began = time.perf_counter()
            record_quotes(ticks)
            recorded += time.perf_counter() - began
            began = time.perf_counter()
            while engine.turn():
                pass
            matched += time.perf_counter() - began
        return recorded, matched

    every = np.arange(INSTRUMENTS)
    through([batch(0, every)])
    turns = TICKS // BATCH
    market = [batch(n, random.choice(INSTRUMENTS, BATCH, p=share)) for n in range(1, turns + 1)]
    processor = time.process_time()
    recorded, matched = through(market)
    processor = time.process_time() - processor
    slow = through([batch(n, every) for n in range(turns + 1, turns + 5)])
    fired = Firing.objects.count()

    began, asked = time.perf_counter(), 0
    with connection.cursor() as cursor:
        while time.perf_counter() - began < 3:
            price = float(start[asked % INSTRUMENTS])
            cursor.execute(QUERY, [asked % INSTRUMENTS + 1, price * 0.9999, price])
            cursor.fetchall()
            asked += 1
    peer = asked / (time.perf_counter() - began)
    engine_rate = TICKS / matched
    return [
        Figure(
            "engine: log to saved firings", engine_rate, "ticks/s", "≥ 50,000", f"{fired} fired"
        ),
        Figure("recording: log, quotes, live events", TICKS / recorded, "ticks/s"),
        Figure("both together", TICKS / (matched + recorded), "ticks/s", "≥ 50,000"),
        Figure("both together, a second of processor", TICKS / processor, "ticks/s"),
        Figure(
            "both, every instrument in every batch",
            4 * INSTRUMENTS / sum(slow),
            "ticks/s",
        ),
        Figure("engine ready from the database", load, "s", "< 10", f"{RULES:,} alerts"),
        Figure("memory while it loads, at its most", loaded.most, "MB"),
        Figure("memory of an alert, loaded", loaded.kept * 2**20 / RULES, "bytes", "≤ 200"),
        Figure(
            "a query of the alerts a tick", peer, "ticks/s", "", f"engine {engine_rate / peer:.0f}x"
        ),
    ]


if __name__ == "__main__":
    alone(Path(__file__).stem, measure)
