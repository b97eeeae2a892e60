"""Nothing acknowledged is lost: SIGKILL under posting, 20 times; 0 lost, 0 doubled."""

import http.client
import json
import random
import sqlite3
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.served import Site, token_in

# Sentences of nobody's, all different: what was said before is refused, and rightly
WORDS = [
    "the",
    "market",
    "oil",
    "price",
    "supply",
    "demand",
    "barrel",
    "trader",
    "report",
    "week",
    "quarter",
    "winter",
    "summer",
    "railway",
    "field",
    "output",
    "refinery",
    "tanker",
    "storage",
    "contract",
    "spread",
    "curve",
    "rate",
    "bank",
    "dollar",
    "euro",
    "inflation",
    "growth",
    "share",
    "index",
    "bond",
    "yield",
    "risk",
    "reason",
    "people",
    "think",
    "because",
    "while",
    "after",
    "before",
    "under",
    "over",
    "will",
    "may",
    "should",
    "often",
    "never",
    "always",
    "slowly",
    "quickly",
    "higher",
    "lower",
    "another",
    "second",
    "third",
    "house",
    "street",
    "river",
    "bridge",
    "morning",
    "evening",
    "letter",
    "answer",
    "question",
    "number",
    "story",
    "editor",
]
KILLS = 20
CLIENTS = 4
THREAD = "/api/v1/threads/instrument/COMDTY:BRENT/comments"


@dataclass
class Posting:
    """One comment that somebody wants posted: sent again with the same key until it is answered."""

    body: str
    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    acknowledged: int | None = None


class Writer(threading.Thread):
    """Posts one comment after another, and never gives one up."""

    def __init__(self, site: Site, token: str, name: str, done: threading.Event) -> None:
        super().__init__(name=name, daemon=True)
        self.site, self.token, self.done = site, token, done
        self.postings: list[Posting] = []
        self.chance = random.Random(name)

    def run(self) -> None:
        while not self.done.is_set():
            posting = Posting(f"{' '.join(self.chance.sample(WORDS, 14)).capitalize()}.")
            self.postings.append(posting)
            while posting.acknowledged is None and not self.done.is_set():
                self.attempt(posting)

    def attempt(self, posting: Posting) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=10)
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": posting.key,
        }
        try:
            connection.request("POST", THREAD, json.dumps({"body": posting.body}), headers)
            answer = connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):
            return  # the site was killed: the same key again
        finally:
            connection.close()
        if answer.status == 201:
            posting.acknowledged = json.loads(text)["id"]
        elif answer.status not in {429, 503}:
            raise AssertionError(f"{answer.status}: {text!r}")


NO_WAIT = """
from alley.accounts.models import Reader
from alley.moderation import actions, policy
text = policy.SHIPPED.read_text()
changed = re.sub(r"comment_wait: *[0-9a-z]+", "comment_wait: 0s", text)
assert changed != text
actions.adopt_policy(text=changed, admin=Reader.objects.get(username="root"))
"""


@pytest.fixture
def site(tmp_path: Path, new_site: Callable[[Path], Site]) -> Site:
    site = new_site(tmp_path)
    site.alley("demo")
    site.python("import re" + NO_WAIT)
    return site


def stored(folder: Path) -> list[tuple[int, str]]:
    with sqlite3.connect(folder / "alley.sqlite3") as database:
        return list(database.execute("SELECT id, body FROM discussion_comment"))


@pytest.mark.slow
def test_killed_under_posting_nothing_is_lost_and_nothing_doubled(site: Site) -> None:
    chance = random.Random(6012022)
    done = threading.Event()
    site.start()
    tokens = [
        token_in(site.alley("token", "create", "--user", name, "--scope", "write"))
        for name in ("ada", "bo")
    ]
    writers = [Writer(site, tokens[n % 2], f"Writer {n}", done) for n in range(CLIENTS)]
    for writer in writers:
        writer.start()

    for _ in range(KILLS):
        threading.Event().wait(chance.uniform(0.1, 0.8))  # the random moment is the test itself
        site.kill()
        site.start()
    done.set()
    for writer in writers:
        writer.join(timeout=20)
    site.kill()

    wanted = [posting for writer in writers for posting in writer.postings]
    acknowledged = [posting for posting in wanted if posting.acknowledged is not None]
    rows = stored(site.folder)
    bodies = [body for _, body in rows]
    assert len(acknowledged) >= KILLS
    lost = [p for p in acknowledged if (p.acknowledged, p.body) not in rows]
    doubled = [p for p in wanted if bodies.count(p.body) > 1]
    assert (lost, doubled) == ([], [])
