"""Screening speed: comments a second and the median, every signal on, on shared posts."""

import csv
import json
import os
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alley.settings")

import django  # noqa: E402

django.setup()
from alley.moderation import policy  # noqa: E402
from alley.moderation.screening import Context, screen  # noqa: E402

DATA = Path(os.environ.get("ALLEY_SHARED_DATA", ROOT.parent / "shared/data"))
COMMENTS = 2000


def comments() -> list[str]:
    folder = DATA / "moderation/civil-comments-toxic-spans/SemEval2021/data"
    with (folder / "tsd_train.csv").open(newline="") as file:
        return [row["text"][:1000] for row in csv.DictReader(file)][:COMMENTS]


def main() -> None:
    texts, force = comments(), policy.shipped()
    context = Context(recent=tuple(texts[:5]), thread_share=0.1, subject_text=texts[6])
    screen(texts[0], context, force)
    times = []
    for text in texts:
        started = time.perf_counter()
        screen(text, context, force)
        times.append(time.perf_counter() - started)
    result = {
        "comments": len(times),
        "per_second": round(len(times) / sum(times)),
        "median_ms": round(statistics.median(times) * 1000, 3),
        "p99_ms": round(sorted(times)[len(times) * 99 // 100] * 1000, 3),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
