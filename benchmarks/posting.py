"""Posting, the whole way: eight clients send comments to a served site on SQLite, with every signal
on and the wait between comments off, to one web process and to two. Each comment is two posts about
shares by real people, put together. The ceiling is a bare row and its commit on the same disk."""

import csv
import http.client
import json
import os
import random
import sqlite3
import statistics
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure, alone
from tests.served import Site

CLIENTS = 8
SECONDS = 15
THREAD = "/api/v1/threads/instrument/COMDTY:BRENT/comments"
DATA = Path(os.environ.get("ALLEY_SHARED_DATA", Path(__file__).parents[2] / "shared/data"))
POSTS = DATA / "news/stock-sentiment-surge/sentiment.csv"
TOKENS = 42  # a token's first use in ten minutes is one more durable write
OPEN = f"""
import re
from alley.accounts import tokens
from alley.accounts.models import Reader, Scope
from alley.moderation import actions, policy
text = policy.SHIPPED.read_text()
text = re.sub(r"comment_wait: *[0-9a-z]+", "comment_wait: 0s", text)
text = text.replace("pre_moderation: new", "pre_moderation: off")
actions.adopt_policy(text=text, admin=Reader.objects.get(username="root"))
readers = list(Reader.objects.filter(is_active=True, username__in=(
    "ada", "bo", "cy", "ed", "root", "mo", "mia")))
for number in range({TOKENS}):
    print(tokens.create(readers[number % len(readers)], [Scope.WRITE]))
"""


@dataclass(eq=False)
class Client(threading.Thread):
    """One keep-alive connection that posts until the end."""

    port: int
    tokens: list[str]
    texts: list[str]
    ends: float
    chance: random.Random
    took: list[float] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        while time.monotonic() < self.ends:
            body = " ".join(self.chance.sample(self.texts, 2))
            headers = {
                "Authorization": f"Bearer {self.chance.choice(self.tokens)}",
                "Content-Type": "application/json",
                "Idempotency-Key": str(uuid.UUID(int=self.chance.getrandbits(128))),
            }
            started = time.perf_counter()
            connection.request("POST", THREAD, json.dumps({"body": body}), headers)
            answer = connection.getresponse()
            told = json.loads(answer.read())
            if answer.status == 201:
                self.took.append(time.perf_counter() - started)
            word = told["status"] if answer.status == 201 else f"{answer.status} {told['code']}"
            self.answers[word] = self.answers.get(word, 0) + 1
        connection.close()


def commits_a_second(folder: Path) -> float:
    """One row and its commit at a time, as durable as a comment is."""
    database = sqlite3.connect(folder / "ceiling.sqlite3", isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE comment (id INTEGER PRIMARY KEY, body TEXT)")
    made, ends = 0, time.monotonic() + 3
    while time.monotonic() < ends:
        database.execute("INSERT INTO comment (body) VALUES (?)", ("word " * 16,))
        made += 1
    database.close()
    return made / 3


def posts() -> list[str]:
    with POSTS.open(newline="") as file:
        texts = [" ".join(row["Tweet Text"].split()) for row in csv.DictReader(file)]
    return sorted({text[:200] for text in texts if len(text) > 40})


def posted(site: Site, tokens: list[str]) -> list[Client]:
    ends, texts = time.monotonic() + SECONDS, posts()
    chances = [random.Random(number) for number in range(CLIENTS)]
    clients = [Client(site.port, tokens, texts, ends, chance) for chance in chances]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return clients


def figures(clients: list[Client], workers: int, ceiling: float) -> list[Figure]:
    took = sorted(one for client in clients for one in client.took)
    answers: Counter[str] = sum((Counter(client.answers) for client in clients), Counter())
    rate = len(took) / SECONDS
    told = ", ".join(f"{many} {word}" for word, many in sorted(answers.items()))
    goals = ("≥ 300", "< 100") if workers > 1 else ("", "")
    name = f"{workers} web process{'es' if workers > 1 else ''}"
    return [
        Figure(f"{name}: comments posted", rate, "a second", goals[0], told),
        Figure("  share of bare commits", rate / ceiling, "", "", f"{ceiling:,.0f} commits/s"),
        Figure("  median", statistics.median(took) * 1000, "ms"),
        Figure("  p99", took[int(len(took) * 0.99)] * 1000, "ms", goals[1]),
    ]


def measure() -> list[Figure]:
    found: list[Figure] = []
    with TemporaryDirectory(prefix="alley-bench-") as folder:
        site = Site(Path(folder), demo=True)
        site.alley("init", "--quiet")
        site.alley("demo")
        tokens = site.python(OPEN).split()
        ceiling = commits_a_second(Path(folder))
        for workers in (1, 2):
            site.start("--workers", str(workers))
            while site.listeners() < workers:
                time.sleep(0.1)
            try:
                found += figures(posted(site, tokens), workers, ceiling)
            finally:
                site.stop()
    return found


if __name__ == "__main__":
    alone(Path(__file__).stem, measure)
