"""A thread of 20,000 comments against one of 200: each order, first and deep page, a conversation,
permalinks and the API, for a visitor, who blocks somebody, who spoke a lot, and a moderator.

Processor time of the whole request through Django, the least of many in turns, so that a busy
machine does not count; once as it is asked for again, once made anew. The ratio is the figure.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from benchmarks.figures import Figure, alone

SHORT, LONG = 200, 20_000
PEOPLE = 49
BLOCKED = 3  # of them, whom one reader does not meet
FEWEST, MOST = 5, 40  # times each page of each thread is asked for, in turns
SETTLED = 0.05  # from here on more turns tell nothing new
KIND = "bench"


def fill(key: str, many: int, people: list[Any]) -> Any:
    """One comment a minute; every third is a reply, all of them in one conversation."""
    from alley.discussion.models import Comment, Thread

    thread = Thread.objects.create(kind=KIND, key=key, version=1, comment_count=many)
    said = [_comment(thread, n, many, people) for n in range(many) if n % 3]
    Comment.objects.bulk_create(said, batch_size=1000)
    root, replies = (
        said[len(said) // 2],
        [_comment(thread, n, many, people) for n in range(0, many, 3)],
    )
    for place, reply in enumerate(replies, 1):
        reply.parent = reply.root = root
        reply.depth, reply.place = 1, place
    Comment.objects.bulk_create(replies, batch_size=1000)
    root.places = root.below = root.reply_count = len(replies)
    root.save()
    return thread


def _comment(thread: Any, n: int, many: int, people: list[Any]) -> Any:
    from django.utils import timezone

    from alley.discussion import rules
    from alley.discussion.models import Comment

    posted = timezone.now() - timedelta(minutes=many - n)
    return Comment(
        thread=thread,
        author=people[n % 7 * 7 + n // 7 % 7],
        status="published",
        listed=True,
        body=f"Brent holds above {n}, and few believe it.",
        sameness=str(n),
        posted=posted,
        rank=rules.rank(0, posted),
    )


def addresses(client: Any, thread: Any, unmet: list[Any]) -> dict[str, str]:
    from alley.discussion.models import Comment

    page, api = f"/discuss/{KIND}/{thread.key}/", f"/api/v1/threads/{KIND}/{thread.key}/comments"
    found = {}
    for order in ("newest", "oldest", "top"):
        cursor = ""
        for _ in range(3):
            cursor = client.get(f"{api}?sort={order}&cursor={cursor}").json()["next"]
        found |= {
            f"{order}, first page": f"{page}?order={order}",
            f"{order}, fourth page": f"{page}?order={order}&cursor={cursor}",
            f"{order}, API": f"{api}?sort={order}",
            f"{order}, API, fourth page": f"{api}?sort={order}&cursor={cursor}",
        }
    mine = Comment.objects.filter(thread=thread).exclude(author__in=unmet)
    root = mine.filter(root=None).order_by("-below")[0]
    alone = mine.filter(root=None, below=0).order_by("posted")[50]
    reply = mine.filter(root=root).order_by("place")[15]
    return found | {
        "one conversation": f"{page}?conversation={root.pk}",
        "permalink": f"/comments/{alone.pk}/",
        "permalink of a reply": f"/comments/{reply.pk}/",
    }


def spent(client: Any, path: str, *, anew: bool) -> float:
    """Milliseconds of processor time of this process."""
    from django.core.cache import cache

    if anew:
        cache.clear()
    began = time.process_time()
    answer = client.get(path)
    took = (time.process_time() - began) * 1000
    assert answer.status_code in {200, 302}, (path, answer.status_code)
    return took


def readers(people: list[Any]) -> dict[str, Any]:
    """Who asks. People of the threads speak a lot in them."""
    from django.conf import settings
    from django.test import Client

    from alley.accounts.actions import block_reader
    from alley.accounts.models import Reader, Role

    shy = Reader.objects.create_user("shy")
    for blocked in people[:BLOCKED]:
        block_reader(blocker=shy, blocked=blocked)
    mo = Reader.objects.create_user("mo", role=Role.MODERATOR)
    host = urlsplit(settings.SITE_URL).netloc
    found: dict[str, Any] = {"visitor": Client(HTTP_HOST=host)}
    for name, reader in {"who blocks": shy, "who spoke": people[0], "moderator": mo}.items():
        found[name] = Client(HTTP_HOST=host)
        found[name].force_login(reader, "django.contrib.auth.backends.ModelBackend")
    return found


def compared() -> Iterator[Figure]:
    from django.core.management import call_command

    from alley import subjects
    from alley.accounts.models import Reader
    from alley.subjects import Subject

    def subject(key: str) -> Subject:
        return Subject(KIND, key, "Oil rises", f"/discuss/{KIND}/{key}/", text="Brent crude oil")

    subjects.register(KIND, subject)
    call_command("migrate", verbosity=0)
    people = [Reader.objects.create_user(f"reader{n}") for n in range(PEOPLE)]
    clients = readers(people)
    threads = (fill("short", SHORT, people), fill("long", LONG, people))
    short, long = (addresses(clients["visitor"], thread, people[:BLOCKED]) for thread in threads)
    for who, client in clients.items():
        for anew in (False, True):
            for name in short:
                yield ratio(f"{who}: {name}", client, short[name], long[name], anew=anew)


def ratio(name: str, client: Any, short: str, long: str, *, anew: bool) -> Figure:
    least = [float("inf"), float("inf")]
    for turn in range(MOST):
        for place, path in enumerate((short, long)):
            least[place] = min(least[place], spent(client, path, anew=anew))
        if turn >= FEWEST and abs(least[1] / least[0] - 1) < SETTLED:
            break
    note = f"{least[0]:.2f} ms and {least[1]:.2f} ms"
    whole = f"{name}, made anew" if anew else name
    print(f"{whole}: {note}", file=sys.stderr, flush=True)
    return Figure(whole, least[1] / least[0], "times 200", "≤ 1.10", note)


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="thread-") as folder:
        apart = {
            "ALLEY_DATA_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/thread.sqlite3",
            "DJANGO_SETTINGS_MODULE": "alley.settings",
            "ALLEY_STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
        }
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.thread_length", "--inside"],
            env=os.environ | apart,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return [Figure(**each) for each in json.loads(done.stdout)]


def inside() -> list[Figure]:
    """In a process and a database of its own."""
    import django

    django.setup()
    return list(compared())


if __name__ == "__main__":
    if "--inside" in sys.argv:
        print(json.dumps([asdict(figure) for figure in inside()]))
    else:
        alone("thread_length", measure)
