"""alley instruments import of 300,000 rows into an empty site, and the same file again.

The rows are the shared listing master; a second listing of each under a made-up venue fills them up
to 300,000. Ceiling in the same run: reading the file with the csv module alone.
"""

import csv
import gzip
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
DATA = Path(os.environ.get("ALLEY_SHARED_DATA", ROOT.parent / "shared/data"))
ROWS = int(os.environ.get("ROWS", "300000"))


def prepare() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="alley-bench-"))
    os.environ["ALLEY_DATA_DIR"] = str(folder)
    os.environ.pop("DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "alley.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return folder


def write(file: Path) -> None:
    master = DATA / "instruments/master/master.csv.gz"
    with gzip.open(master, "rt", encoding="utf-8", newline="") as source:
        reader = csv.DictReader(source)
        rows = list(reader)
        names = list(reader.fieldnames or [])
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, names)
        writer.writeheader()
        for number in range(ROWS):
            row = rows[number % len(rows)]
            turn = number // len(rows)
            venue = (
                row if turn == 0 else {**row, "symbol": f"X{turn}Q{number}", "mic": f"XX{turn}Q"}
            )
            writer.writerow(venue)


def imported(file: Path) -> float:
    from alley import cli

    began = time.perf_counter()
    assert cli.run(["instruments", "import", str(file)]) == 0
    return time.perf_counter() - began


def measure() -> "list[Figure]":
    from benchmarks.figures import Figure

    file = prepare() / "master.csv"
    write(file)
    began = time.perf_counter()
    with file.open(encoding="utf-8", newline="") as source:
        read = sum(1 for _ in csv.DictReader(source))
    least = time.perf_counter() - began
    first, again = imported(file), imported(file)
    note = f"{read:,} rows; csv alone {least:.1f} s"
    return [
        Figure("instruments import", first, "s", "< 60", note),
        Figure("the same file again, nothing changes", again, "s", "", note),
    ]


if __name__ == "__main__":
    from benchmarks.figures import Figure, alone

    alone("instruments_import", measure)
