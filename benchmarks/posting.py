"""Posting, the whole way: eight clients send comments to a served site on SQLite, with every signal
on and the wait between comments off. The ceiling is a bare row and its commit on the same disk."""

import http.client
import json
import random
import re
import sqlite3
import statistics
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure, alone
from tests.served import Site

CLIENTS = 8
SECONDS = 15
THREAD = "/api/v1/threads/instrument/COMDTY:BRENT/comments"
WORDS = """market price oil barrel supply demand export winter storage tanker crude refinery margin
quarter forecast pipeline unrest output spread futures curve hedge fund ministry meeting cut quota
season inventory draw build rally slide steady cautious traders expected figures weekly report gas
shale drilling rig count premium discount cargo sanctions waiver freight insurance dollar rates
growth slowdown recovery policy weather freeze flood strike repair outage surplus"""
OPEN = """
import re
from alley.accounts.models import Reader
from alley.moderation import actions, policy
text = policy.SHIPPED.read_text()
text = re.sub(r"comment_wait: *[0-9a-z]+", "comment_wait: 0s", text)
text = text.replace("pre_moderation: new", "pre_moderation: off")
actions.adopt_policy(text=text, admin=Reader.objects.get(username="root"))
"""
NAMES = ("ada", "bo", "cy", "ed", "root", "mo", "mia")


@dataclass(eq=False)
class Client(threading.Thread):
    """One keep-alive connection that posts until the end."""

    port: int
    token: str
    ends: float
    chance: random.Random
    took: list[float] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        while time.monotonic() < self.ends:
            body = f"{' '.join(self.chance.sample(WORDS.split(), 16)).capitalize()}."
            headers = {
                "Authorization": f"Bearer {self.token}",
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


def posted(site: Site) -> list[Client]:
    tokens = [
        re.findall(r"\S{30,}", site.alley("token", "create", "--user", name, "--scope", "write"))[
            -1
        ]
        for name in NAMES
    ]
    ends = time.monotonic() + SECONDS
    clients = [
        Client(site.port, tokens[n % len(tokens)], ends, random.Random(n)) for n in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return clients


def measure() -> list[Figure]:
    with TemporaryDirectory(prefix="alley-bench-") as folder:
        site = Site(Path(folder), demo=True)
        site.alley("init", "--quiet")
        site.alley("demo")
        site.python(OPEN)
        ceiling = commits_a_second(Path(folder))
        site.start()
        try:
            clients = posted(site)
        finally:
            site.stop()
    took = sorted(one for client in clients for one in client.took)
    answers: dict[str, int] = {}
    for client in clients:
        for word, many in client.answers.items():
            answers[word] = answers.get(word, 0) + many
    rate = len(took) / SECONDS
    told = ", ".join(f"{many} {word}" for word, many in sorted(answers.items()))
    return [
        Figure("comments posted", rate, "a second", "≥ 300", told),
        Figure("share of bare commits", rate / ceiling, "", "", f"{ceiling:,.0f} commits/s"),
        Figure("median", statistics.median(took) * 1000, "ms"),
        Figure("p99", took[int(len(took) * 0.99)] * 1000, "ms", "< 100"),
    ]


if __name__ == "__main__":
    alone(Path(__file__).stem, measure)
