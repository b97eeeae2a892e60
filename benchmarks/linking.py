"""Linking: whole `link()` against the full master and 300,000 names, beside the bare scan.

The text is our own demo stories and the shared posts, in pieces as long as a story. In the same
run: an Aho-Corasick automaton over the same names, which is what a scan alone could reach.
"""

import csv
import gzip
import os
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alley.settings")
os.environ["ALLEY_DATA_DIR"] = tempfile.mkdtemp(prefix="alley-linking-")

import django  # noqa: E402

django.setup()
import ahocorasick_rs  # noqa: E402
from django.core.management import call_command  # noqa: E402

from alley.markets import actions  # noqa: E402
from alley.markets.mentions import index, link, master  # noqa: E402
from alley.markets.models import Instrument  # noqa: E402
from benchmarks.figures import Figure, alone  # noqa: E402

DATA = Path(os.environ.get("ALLEY_SHARED_DATA", ROOT.parent / "shared/data"))
NAMES = 300_000
STORY = 5_000  # letters
ROUNDS = 5


def measure() -> list[Figure]:
    call_command("migrate", verbosity=0)
    actions.import_starter_set()
    with gzip.open(DATA / "instruments/master/master.csv.gz", "rt", newline="") as file:
        actions.import_instruments(csv.DictReader(file))
    started = time.process_time()
    made = len(index())
    built, size = time.process_time() - started, _size_of_index()
    _fill(NAMES - made)
    stories = _stories()
    size_of_text = sum(len(story.encode()) for story in stories) / 1e6
    whole = size_of_text / _best(lambda: [link(story) for story in stories])
    names = [f" {key}" for key in index()]
    automaton = ahocorasick_rs.AhoCorasick(
        names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
    )
    scan = size_of_text / _best(
        lambda: [automaton.find_matches_as_indexes(story) for story in stories]
    )
    listings = Instrument.objects.count()
    return [
        Figure("whole link()", whole, "MB/s", "10", f"{len(names):,} names, {listings:,} listings"),
        Figure("an Aho-Corasick scan of the same names", scan, "MB/s", note="the scan alone"),
        Figure("whole link() against that scan", whole / scan, "times"),
        Figure("the master's index built", built, "s", note=f"{made:,} names"),
        Figure("the master's index in memory", size, "MB"),
    ]


def _fill(missing: int) -> None:
    """Two-word names of made-up companies, until the index has as many as the figure asks for."""
    parts = ("Al", "Ber", "Cor", "Den", "Est", "Fal", "Gor", "Hal", "Ist", "Jor", "Kel", "Lun")
    ends = ("mar", "tec", "vest", "nor", "dyn", "gen", "lux", "pol", "rex", "sol", "tron", "ula")
    firsts = ["".join(both) for both in product(parts, ends)]
    seconds = [f"{start.lower()}{end}".capitalize() for start, end in product(ends, parts)]
    made: Iterator[tuple[str, str]] = iter(product(firsts, seconds))
    rows: list[dict[str, str | None]] = []
    for number in range(max(0, missing)):
        pair = next(made, None)
        if pair is None:
            made = iter(product([f"{first}{number}" for first in firsts], seconds))
            pair = next(made)
        name = f"{pair[0]} {pair[1]}"
        row = {"symbol": f"XXXX:M{number}", "name": name, "kind": "equity", "currency": "USD"}
        rows.append({**row})
    actions.import_instruments(rows)


def _stories() -> list[str]:
    texts = [path.read_text() for path in (ROOT / "alley/site/demo/articles").glob("*.md")]
    folder = DATA / "moderation/civil-comments-toxic-spans/SemEval2021/data"
    with (folder / "tsd_train.csv").open(newline="") as file:
        texts += [row["text"] for row in csv.DictReader(file)]
    whole = "\n\n".join(texts)
    return [whole[place : place + STORY] for place in range(0, len(whole), STORY)]


def _best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times)


def _size_of_index() -> float:
    tracemalloc.start()
    another = master.make_index()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return held / 1e6 if len(another) else 0.0


if __name__ == "__main__":
    alone("linking", measure)
