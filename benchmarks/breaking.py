"""Breaking news from the editor's publish to an open page, push and mail (S1: under a second).

Against the three messages alone, sent by hand in the same run: a line to an open socket, a POST to
the same push service, a dialog with the same mail server.
"""

import base64
import http.client
import os
import smtplib
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from benchmarks.figures import Figure, alone
from tests.alerts.peers import Mailbox, Receiver, mail_server, receiver
from tests.served import ROOT, Site

ROUNDS = 9  # more mails than that in an hour become one
PATIENCE = 10.0  # seconds
# The push service of this run is on loopback, which the site would never talk to otherwise
ON_LOOPBACK = """
from alley.egress import transport
transport.Rule.__init__.__defaults__ = (transport.resolve, lambda address: True, None)
"""
WAITS = """
from alley.accounts.models import Reader
from alley.alerts.actions import Wish, create_alert
from alley.alerts.models import Preference, PushSubscription
cy = Reader.objects.get(username="cy")
Preference.objects.filter(reader=cy).update(quiet_from=None, quiet_to=None)
PushSubscription.objects.create(reader=cy, endpoint={endpoint!r}, p256dh={key!r}, auth={auth!r})
create_alert(owner=cy, wish=Wish("story", {{"keyword": "Tengiz"}}, mode="every",
                                  channels=["in_app", "email", "push"]))
"""
EDITOR = """
import sys, time
from alley.news.actions import break_news, publish_article
from alley.news.models import Article, Section
desk = Section.objects.get(slug="commodities")
for number, line in enumerate(sys.stdin):
    body = [{"type": "paragraph", "value": "<p>Output at Tengiz is reduced.</p>"}]
    story = Article.objects.create(headline=f"Oil climbs: Tengiz, take {number}", section=desk,
                                   body=body, live=False)
    began = time.time()
    publish_article(story)
    break_news(article=story)
    print(began, time.time(), flush=True)
"""


class Listener:
    """An open page: notes when it hears of each story."""

    def __init__(self, port: int) -> None:
        self.came: list[float] = []
        self.page = socket.create_connection(("127.0.0.1", port))
        head = "GET /api/v1/stream?topics=breaking HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        self.page.sendall(head.encode())
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        while part := self.page.recv(65536):
            if b'"type":"breaking"' in part:
                self.came.append(time.time())


def keys() -> tuple[str, str]:
    """What a browser gives: a public key and a secret, as text."""
    point = ec.generate_private_key(ec.SECP256R1()).public_key()
    form = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    whole = point.public_bytes(*form)
    return (
        base64.urlsafe_b64encode(whole).decode().rstrip("="),
        base64.urlsafe_b64encode(os.urandom(16)).decode().rstrip("="),
    )


@contextmanager
def newsroom(mail: Mailbox, push: Receiver) -> Iterator[tuple[Site, "subprocess.Popen[str]"]]:
    with TemporaryDirectory(prefix="alley-bench-") as folder:
        (Path(folder) / "open").mkdir()
        (Path(folder) / "open" / "sitecustomize.py").write_text(ON_LOOPBACK)
        surroundings = {
            "ALLEY_EMAIL_URL": f"smtp://127.0.0.1:{mail.port}",
            "PYTHONPATH": f"{folder}/open:{ROOT}",
        }
        site = Site(Path(folder), demo=True, more=surroundings)
        site.alley("init", "--quiet")
        site.alley("demo")
        key, auth = keys()
        site.python(WAITS.format(endpoint=push.url, key=key, auth=auth))
        site.start()
        editor = subprocess.Popen(
            [".venv/bin/python", "-c", "import django; django.setup()\n" + EDITOR],
            cwd=ROOT,
            env=site.environment | {"DJANGO_SETTINGS_MODULE": "alley.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            yield site, editor
        finally:
            editor.terminate()
            site.stop()


def until(count: Callable[[], int], wanted: int) -> float:
    ends = time.time() + PATIENCE
    while count() < wanted:
        assert time.time() < ends, f"{count()} of {wanted}"
        time.sleep(0.001)
    return time.time()


def told_of(mail: Mailbox) -> int:
    """Mails about these stories; the demo sends others at its start."""
    return sum("Tengiz, take" in str(one["subject"]) for one in list(mail.mails))


def one_story(
    editor: "subprocess.Popen[str]", page: Listener, push: Receiver, mail: Mailbox
) -> list[float]:
    """Milliseconds to page, push and mail, and those the editor waited."""
    assert editor.stdin is not None
    assert editor.stdout is not None
    pages, pushes, mails = len(page.came), len(push.posted), told_of(mail)
    editor.stdin.write("go\n")
    editor.stdin.flush()
    began, told = (float(word) for word in editor.stdout.readline().split())
    until(lambda: len(page.came), pages + 1)
    ends = [page.came[-1]]
    ends.append(until(lambda: len(push.posted), pushes + 1))
    ends.append(until(lambda: told_of(mail), mails + 1))
    return [(end - began) * 1000 for end in [*ends, told]]


def by_hand(push: Receiver, mail: Mailbox) -> float:
    """Milliseconds of the three messages alone, one after another."""
    here, there = socket.socketpair()
    address = urlsplit(push.url)
    began = time.perf_counter()
    here.sendall(b'data: {"type":"breaking"}\n\n')
    there.recv(100)
    service = http.client.HTTPConnection(address.netloc)
    service.request("POST", address.path, b"x" * 300)
    service.getresponse().read()
    with smtplib.SMTP("127.0.0.1", mail.port) as server:
        server.sendmail("desk@example.org", "ada@example.org", "Subject: Oil\r\n\r\nTengiz")
    return (time.perf_counter() - began) * 1000


def measure() -> list[Figure]:
    with mail_server() as mail, receiver() as push, newsroom(mail, push) as (site, editor):
        page = Listener(site.port)
        one_story(editor, page, push, mail)  # the first warms up
        rounds = [one_story(editor, page, push, mail) for _ in range(ROUNDS)]
        alone_ = median(by_hand(push, mail) for _ in range(ROUNDS))
    columns = [sorted(column) for column in zip(*rounds, strict=True)]
    last = sorted(max(one[:3]) for one in rounds)
    figures = [
        Figure(f"from publish to {name}, median", column[ROUNDS // 2], "ms", "< 1,000",
               note=f"slowest {column[-1]:,.0f} ms")
        for name, column in zip(("an open page", "push", "mail"), columns, strict=False)
    ]  # fmt: skip
    return [
        *figures,
        Figure("publishing itself, for the editor", columns[3][ROUNDS // 2], "ms"),
        Figure("the three messages by hand", alone_, "ms"),
        Figure("all three told, against by hand", last[ROUNDS // 2] / alone_, "times"),
    ]


if __name__ == "__main__":
    alone(Path(__file__).stem, measure)
