"""A thread of 20,000 comments against one of 200: each order, first and deep page, a permalink,
through Django and from the edge, in turns. The ratio is the figure."""

import http.client
import json
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure, alone
from tests.served import Site

SHORT, LONG = 200, 20_000
ASKED = 30  # times each page of each thread, in turns
FILL = """
from datetime import timedelta
from django.utils import timezone
from alley.accounts.models import Reader
from alley.discussion import actions, rules
from alley.discussion.models import Comment, Thread
from alley.news.models import Article
people = [Reader.objects.get_or_create(username=f"scale-{n}", defaults={"name": f"Reader {n}"})[0]
          for n in range(50)]
stories = list(Article.objects.filter(live=True).exclude(slug="kazakhstan-oil-jumps")[:2])
for story, many in zip(stories, (SHORT, LONG)):
    thread, _ = Thread.objects.get_or_create(kind="article", key=str(story.pk))
    now, rows = timezone.now(), []
    for n in range(many):
        posted = now - timedelta(minutes=many - n)
        rows.append(Comment(thread=thread, author=people[n % 50], status="published", listed=True,
            body=f"Brent holds above {n}, and few believe it.", sameness=str(n), posted=posted,
            rank=rules.rank(0, posted)))
    Comment.objects.bulk_create(rows, batch_size=1000)
    thread.comment_count, thread.version = many, 1
    thread.save()
    deep = rows[many // 2]
    print(deep.pk, thread.key)
"""


def asked(site: Site, path: str, *, signed_in: bool) -> float:
    """Milliseconds; a session cookie that means nothing keeps the edge's cache out of it."""
    headers = {"Cookie": "alley_session=nobody"} if signed_in else {}
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    started = time.perf_counter()
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    took = (time.perf_counter() - started) * 1000
    connection.close()
    assert answer.status in {200, 302}, (path, answer.status)
    return took


def pages(site: Site, deep: str, key: str) -> dict[str, str]:
    found, thread = {}, f"/discuss/article/{key}/"
    for order in ("newest", "oldest", "top"):
        found[f"{order}, first page"] = f"{thread}?order={order}"
        cursor = ""
        for _ in range(3):
            connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
            path = f"/api/v1/threads/article/{key}/comments?sort={order}&cursor={cursor}"
            connection.request("GET", path)
            cursor = json.loads(connection.getresponse().read())["next"]
        found[f"{order}, fourth page"] = f"{thread}?order={order}&cursor={cursor}"
    return found | {"permalink": f"/comments/{deep}/"}


def compared(site: Site) -> Iterator[Figure]:
    told = site.python(f"SHORT, LONG = {SHORT}, {LONG}\n{FILL}").strip().splitlines()[-2:]
    short, long = (pages(site, *line.split()) for line in told)
    for where, signed_in in (("Django", True), ("edge", False)):
        for name in short:
            times: tuple[list[float], list[float]] = ([], [])
            for turn in range(ASKED + 3):
                for took, path in zip(times, (short[name], long[name]), strict=True):
                    took.append(asked(site, path, signed_in=signed_in))
                if turn == 2:  # warm
                    times[0].clear()
                    times[1].clear()
            before, after = (statistics.median(each) for each in times)
            note = f"{before:.2f} ms and {after:.2f} ms"
            yield Figure(f"{where}: {name}", after / before, "times 200", "≤ 1.10", note)


def measure() -> list[Figure]:
    with TemporaryDirectory(prefix="alley-bench-") as folder:
        site = Site(Path(folder), demo=True)
        site.alley("init", "--quiet")
        site.alley("demo")
        site.start()
        try:
            return list(compared(site))
        finally:
            site.stop()


if __name__ == "__main__":
    alone(Path(__file__).stem, measure)
