"""The moderators' queue at a million cases: the first page of each filter, and the hundredth.

The rows are made by the database itself, in a file of its own that is removed again. The ratio is
against the cheapest read there is: twenty rows by primary key, in the same run.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any

from benchmarks.figures import Figure, alone

CASES = int(os.environ.get("CASES", "1000000"))
AUTHORS = 2000
ROUNDS = 15
FILTERS: dict[str, dict[str, Any]] = {
    "all": {},
    "held": {"kind": "held"},
    "reported": {"kind": "reported"},
    "suspension reviews, due first": {"kind": "suspension_review", "sort": "due"},
    "appeals": {"kind": "appeal"},
    "campaigns": {"campaigns": True},
    "one campaign": {"campaign": 17},
    "one author": {"author": "reader7"},
    "one author, held, oldest": {"author": "reader7", "kind": "held", "sort": "oldest"},
    "held, oldest": {"kind": "held", "sort": "oldest"},
    "newest": {"sort": "newest"},
}
# Nine of ten are open; kinds as a busy site has them; a campaign in one of fifty.
FILL = """
with recursive n(i) as (select 1 union all select i + 1 from n where i < %s)
insert into moderation_case (kind, state, subject_kind, subject_key, revision, author_id, text,
  past, title, url, verdict, risk, priority, version, opened, due, lapsed, hidden, campaign,
  claimed_by_id, claimed_until)
select case when i %% 20 = 0 then 'appeal' when i %% 20 = 1 then 'suspension_review'
            when i %% 20 < 8 then 'reported' else 'held' end,
  case when i %% 10 = 0 then 'decided' else 'open' end, 'comment', i, 1, 1 + i %% %s,
  'Brent stands at ' || i || ' dollars this morning, and nobody knows why it should stay there.',
  '[]', 'Oil rises', '/comments/' || i || '/', '{}', (i * 7919 %% 1000) / 1000.0,
  (i * 7919 %% 1000) * 86 - i, 1, datetime('2026-01-01', '+' || i || ' seconds'),
  case when i %% 3 = 0 then datetime('2026-02-01', '+' || (i * 31 %% 900000) || ' seconds') end,
  null, 0, case when i %% 50 = 0 then i %% 1000 end, null, null
from n
"""


def fill() -> None:
    from django.core.management import call_command
    from django.db import connection

    from alley.accounts.models import Reader

    call_command("migrate", verbosity=0)
    Reader.objects.bulk_create(
        Reader(
            username=f"reader{number}", skeleton=f"reader{number}", email=f"{number}@example.org"
        )
        for number in range(AUTHORS)
    )
    first = Reader.objects.order_by("pk").values_list("pk", flat=True)[0]
    with connection.cursor() as cursor:
        cursor.execute(FILL.replace("1 + i", f"{first} + i"), [CASES, AUTHORS])


def median_ms(read: Callable[[], object]) -> tuple[float, float]:
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        read()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken), max(taken)


def inside() -> list[Figure]:
    """In a process and a database of its own."""
    import django

    django.setup()
    from alley.moderation import queries
    from alley.moderation.models import Case
    from alley.moderation.queries import Filter

    fill()
    some = list(Case.objects.values_list("pk", flat=True)[: CASES // 2 : CASES // 50][:20])
    floor, _ = median_ms(lambda: list(Case.objects.filter(pk__in=some)))
    figures = [Figure("twenty cases by primary key", floor, "ms")]
    for name, parts in FILTERS.items():
        typical, worst = median_ms(partial(queries.filtered, Filter(**parts)))
        note = f"worst {worst:.1f} ms, {typical / floor:.1f} of the floor"
        figures.append(Figure(f"queue: {name}", typical, "ms", "< 100", note))
    cursor = None
    for _ in range(100):
        cursor = queries.filtered(Filter(), cursor).next
    typical, worst = median_ms(partial(queries.filtered, Filter(), cursor))
    figures.append(Figure("queue: page 101", typical, "ms", "< 100", f"worst {worst:.1f} ms"))
    return figures


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="queue-") as folder:
        apart = {
            "ALLEY_DATA_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/queue.sqlite3",
            "DJANGO_SETTINGS_MODULE": "alley.settings",
        }
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.queue_at_size", "--inside"],
            env=os.environ | apart,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return [Figure(**each) for each in json.loads(done.stdout)]


if __name__ == "__main__":
    if "--inside" in sys.argv:
        print(json.dumps([asdict(figure) for figure in inside()]))
    else:
        print(f"{CASES:,} cases", file=sys.stderr)
        alone("queue_at_size", measure)
