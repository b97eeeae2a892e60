"""Which of 1,000,000 levels over 10,000 instruments does this price reach? The book against the
ways a team would take: Redis sorted sets, a query of SQLite, bisection in Python."""

import gc
import shutil
import sqlite3
import subprocess
import tempfile
import time
from bisect import bisect_right
from collections.abc import Callable
from pathlib import Path

import numpy as np
import redis

from alley.alerts.book import Book, Table
from benchmarks.figures import Figure, alone
from benchmarks.live_clients import memory

RULES, INSTRUMENTS, TICKS, BATCH = 1_000_000, 10_000, 1_000_000, 10_000
SECONDS = 4.0  # that a way of the others gets
STEP = 0.0008  # of the walk, in percent: about one tick in a thousand reaches a level


def world() -> tuple[Table, np.ndarray, np.ndarray, np.ndarray]:
    """Levels within 20 percent of each price, and a random walk over all instruments."""
    random = np.random.default_rng(7)
    start = random.uniform(5, 500, INSTRUMENTS)
    slot = random.integers(0, INSTRUMENTS, RULES)
    level = np.round(start[slot] * random.uniform(0.8, 1.2, RULES), 4)
    none = np.zeros(RULES, dtype=bool)
    table = Table(
        slot=slot,
        number=np.arange(RULES, dtype=np.int64),
        level=level,
        down=level < start[slot],
        paired=none,
        band=np.zeros(RULES),
        once=none,
        armed=np.full(RULES, -1, dtype=np.int8),
    )
    slots = random.integers(0, INSTRUMENTS, TICKS)
    steps = random.normal(0, STEP / 100, TICKS)
    order = np.argsort(slots, kind="stable")
    walked = np.cumsum(steps[order])
    first = np.searchsorted(slots[order], np.arange(INSTRUMENTS))
    base = np.where(first > 0, walked[first - 1], 0)[slots[order]]
    prices = np.empty(TICKS)
    prices[order] = np.round(start[slots[order]] * np.exp(walked - base), 4)
    return table, start, slots, prices


def filled(table: Table, start: np.ndarray) -> Book:
    book = Book(INSTRUMENTS)
    book.fill(table, start[table.slot])
    return book


def one_by_one(book: Book, slots: list[int], prices: list[float]) -> int:
    fired, tick = 0, book.tick
    for slot, price in zip(slots, prices, strict=True):
        if events := tick(slot, price):
            fired += sum(event.fired for event in events)
    return fired


def in_batches(book: Book, slots: np.ndarray, prices: np.ndarray) -> int:
    fired = 0
    for at in range(0, TICKS, BATCH):
        for _, events in book.match(slots[at : at + BATCH], prices[at : at + BATCH]):
            fired += sum(event.fired for event in events)
    return fired


def rate(
    look: Callable[[int, float, float], object], slots: list[int], prices: list[float]
) -> float:
    """Ticks a second: each looks for levels between the price before and this one."""
    last: dict[int, float] = {}
    began, done = time.perf_counter(), 0
    for slot, price in zip(slots, prices, strict=True):
        before = last.get(slot, price)
        look(slot, min(before, price), max(before, price))
        last[slot] = price
        done += 1
        if done % 1000 == 0 and time.perf_counter() - began > SECONDS:
            break
    return done / (time.perf_counter() - began)


def with_bisect(table: Table) -> Callable[[int, float, float], object]:
    levels: list[list[float]] = [[] for _ in range(INSTRUMENTS)]
    for slot, level in zip(table.slot.tolist(), table.level.tolist(), strict=True):
        levels[slot].append(level)
    for one in levels:
        one.sort()
    return lambda slot, low, high: levels[slot][
        bisect_right(levels[slot], low) : bisect_right(levels[slot], high)
    ]


def with_sqlite(table: Table) -> Callable[[int, float, float], object]:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE rule (instrument INTEGER, level REAL)")
    rows = zip(table.slot.tolist(), table.level.tolist(), strict=True)
    database.executemany("INSERT INTO rule VALUES (?, ?)", rows)
    database.execute("CREATE INDEX by_level ON rule (instrument, level)")
    query = "SELECT rowid FROM rule WHERE instrument = ? AND level > ? AND level <= ?"
    return lambda slot, low, high: database.execute(query, (slot, low, high)).fetchall()


def with_redis(table: Table, slots: list[int], prices: list[float]) -> dict[str, float]:
    """One by one and pipelined; nothing where no redis-server is installed."""
    if shutil.which("redis-server") is None:
        print("no redis-server here: the book is held against the others alone")
        return {}
    with tempfile.TemporaryDirectory() as folder:
        server, client = redis_of(table, f"{folder}/redis.sock")
        try:
            look = lambda slot, low, high: client.zrangebyscore(f"i{slot}", f"({low}", high)  # noqa: E731
            return {
                "Redis": rate(look, slots, prices),
                "Redis, pipelined": pipelined(client, slots, prices),
            }
        finally:
            server.terminate()
            server.wait()


def redis_of(table: Table, path: str) -> tuple[subprocess.Popen[bytes], redis.Redis]:
    server = subprocess.Popen(
        ["redis-server", "--port", "0", "--unixsocket", path, "--save", ""],
        stdout=subprocess.DEVNULL,
    )
    client = redis.Redis(unix_socket_path=path)
    for _ in range(100):
        try:
            client.ping()
            break
        except redis.ConnectionError:
            time.sleep(0.05)
    pipe = client.pipeline(transaction=False)
    rows = zip(table.slot.tolist(), table.level.tolist(), strict=True)
    for number, (slot, level) in enumerate(rows, start=1):
        pipe.zadd(f"i{slot}", {str(number): level})
        if number % 20_000 == 0:
            pipe.execute()
    return server, client


def pipelined(client: redis.Redis, slots: list[int], prices: list[float]) -> float:
    began, done = time.perf_counter(), 0
    while time.perf_counter() - began < SECONDS and done < len(slots):
        pipe = client.pipeline(transaction=False)
        for slot, price in zip(slots[done : done + 500], prices[done : done + 500], strict=True):
            pipe.zrangebyscore(f"i{slot}", price - 0.01, f"({price}")
        pipe.execute()
        done += 500
    return done / (time.perf_counter() - began)


def measure() -> list[Figure]:
    table, start, slots, prices = world()
    gc.collect()
    before = memory(int(Path("/proc/self").readlink().name))
    began = time.perf_counter()
    book = filled(table, start)
    load = time.perf_counter() - began
    gc.collect()
    each = (memory(int(Path("/proc/self").readlink().name)) - before) / RULES
    slot_list, price_list = slots.tolist(), prices.tolist()

    began = time.perf_counter()
    fired = one_by_one(book, slot_list, price_list)
    single = TICKS / (time.perf_counter() - began)
    book = filled(table, start)
    began = time.perf_counter()
    fired_in_batches = in_batches(book, slots, prices)
    batch = TICKS / (time.perf_counter() - began)
    assert fired == fired_in_batches, (fired, fired_in_batches)

    peers = {
        "bisect": rate(with_bisect(table), slot_list, price_list),
        "SQLite": rate(with_sqlite(table), slot_list, price_list),
        **with_redis(table, slot_list, price_list),
    }
    share = f"{1000 * fired / TICKS:.2f} of 1,000 ticks fire"
    return [
        Figure("book, one tick after another", single, "ticks/s", "≥ 3,000,000", share),
        Figure("book, batches of 10,000", batch, "ticks/s", "≥ 50,000,000", "the same firings"),
        Figure("book filled", load, "s", "< 10", f"{RULES:,} rules"),
        Figure("memory of a rule", each, "bytes", "≤ 200"),
        *(
            Figure(f"the same in {name}", value, "ticks/s", "", f"book {single / value:,.0f}x")
            for name, value in peers.items()
        ),
    ]


if __name__ == "__main__":
    alone(Path(__file__).stem, measure)
