"""alley comments import of 100,000 comments into an empty site, and the same file again.

JSON Lines of our own export: 500 stories of other addresses, 2,000 authors, every second comment a
reply. Ceiling in the same run: decoding the lines with the json module alone.
"""

import json
import os
import random
import resource
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

COMMENTS = int(os.environ.get("COMMENTS", "100000"))
PAGES, AUTHORS = 500, 2_000
FIRST = datetime(2015, 1, 1, tzinfo=UTC)
WORDS = "oil gold bank rate dollar supply demand winter tanker spread curve yield"


def write(file: Path) -> None:
    chance, latest = random.Random(2022), dict[int, str]()
    with file.open("w", encoding="utf-8") as out:
        for number in range(COMMENTS):
            page, author = chance.randrange(PAGES), f"reader{chance.randrange(AUTHORS)}"
            line = {
                "id": str(number),
                "url": f"https://blog.test/{page}",
                "parent": latest.get(page) if number % 2 else None,
                "author": {"key": author, "username": author, "name": author.capitalize()},
                "posted": (FIRST + timedelta(minutes=number)).isoformat(),
                "state": "published",
                "likes": number % 7,
                "body": f"{number}: {' '.join(chance.choices(WORDS.split(), k=25))}.",
            }
            latest[page] = str(number)
            out.write(json.dumps(line) + "\n")


def imported(file: Path) -> float:
    from alley import cli

    began = time.perf_counter()
    assert cli.run(["comments", "import", "alley", str(file)]) == 0
    return time.perf_counter() - began


def measure() -> "list[Figure]":
    from benchmarks.figures import Figure
    from benchmarks.instruments_import import prepare

    os.environ["ALLEY_EMBED_SITES"] = "https://blog.test"
    file = prepare() / "comments.jsonl"
    write(file)
    began = time.perf_counter()
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            json.loads(line)
    least = time.perf_counter() - began
    first, again = imported(file), imported(file)
    note = f"{COMMENTS:,} in {first:.1f} s; json alone {least:.1f} s"
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        Figure("comments import", COMMENTS / first, "comments/s", "≥ 2,000", note),
        Figure("the same file again, nothing changes", COMMENTS / again, "comments/s"),
        Figure("memory at the most", memory, "MB"),
    ]


if __name__ == "__main__":
    from benchmarks.figures import Figure, alone

    alone("import_comments", measure)
