"""Screening speed: comments a second and the median, every signal on, on shared posts.

In processor time, so that what else the machine does is not measured.
"""

import csv
import os
import statistics
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alley.settings")

import django

django.setup()

from alley.moderation import policy  # noqa: E402
from alley.moderation.screening import Context, screen  # noqa: E402
from benchmarks.figures import Figure, alone  # noqa: E402

ROOT = Path(__file__).parent.parent
DATA = Path(os.environ.get("ALLEY_SHARED_DATA", ROOT.parent / "shared/data"))
COMMENTS = 2000


def comments() -> list[str]:
    folder = DATA / "moderation/civil-comments-toxic-spans/SemEval2021/data"
    with (folder / "tsd_train.csv").open(newline="") as file:
        return [row["text"][:1000] for row in csv.DictReader(file)][:COMMENTS]


def measure() -> list[Figure]:
    texts, force = comments(), policy.shipped()
    context = Context(
        recent=tuple(texts[:20]),
        thread_share=0.1,
        subject_text=texts[6],
        others=tuple(enumerate(texts[:100])),
    )
    started = time.process_time()
    screen(texts[0], context, force)
    first = time.process_time() - started
    times = []
    for text in texts:
        started = time.process_time()
        screen(text, context, force)
        times.append(time.process_time() - started)
    return [
        Figure("comments screened, one core", len(times) / sum(times), "comments/s", ">= 1,000"),
        Figure("median", statistics.median(times) * 1000, "ms", "< 1"),
        Figure("99th percentile", sorted(times)[len(times) * 99 // 100] * 1000, "ms"),
        Figure("the first, lists and models loading", first * 1000, "ms"),
    ]


if __name__ == "__main__":
    alone("screening", measure)
