"""How long until a reader's other device shows what this one wrote, on a served site: from sending
the write to holding the answer of a read that has it, woken by the live stream.

Drafts, watchlists, saved items, layouts of charts, alerts and portfolios. The ceiling in the same
run is the write and the read alone, one after the other, without the stream between.
"""

import http.client
import json
import queue
import statistics
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.figures import Figure, alone
from tests.served import Site

ROUNDS = 12
SESSION = """
from importlib import import_module
from django.conf import settings
from alley.accounts.models import Reader
cy = Reader.objects.get(username="cy")
kept = import_module(settings.SESSION_ENGINE).SessionStore()
kept["_auth_user_id"] = str(cy.pk)
kept["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
kept["_auth_user_hash"] = cy.get_session_auth_hash()
kept.save()
print(f"{settings.SESSION_COOKIE_NAME}={kept.session_key}")
"""
FORM = {"Content-Type": "application/json"}


class Device:
    """One browser: a connection of its own, signed in by token."""

    def __init__(self, site: Site, token: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
        self.headers = {"Authorization": f"Bearer {token}"}

    def asks(self, method: str, path: str, body: Any = None) -> Any:
        content = None if body is None else json.dumps(body)
        self.connection.request(method, f"/api/v1{path}", content, {**self.headers, **FORM})
        answer = self.connection.getresponse()
        text = answer.read().decode()
        assert answer.status < 300, (method, path, answer.status, text)
        return json.loads(text) if text else None

    def listens(self, cookie: str, heard: "queue.Queue[dict[str, Any]]") -> None:
        """Until the end of the run; the first thing heard is that it is open."""
        self.connection.request("GET", "/api/v1/stream?topics=me", headers={"Cookie": cookie})
        answer = self.connection.getresponse()
        assert answer.status == 200, answer.status
        heard.put({"type": "open"})
        while line := answer.readline():
            if line.startswith(b"data: "):
                told = json.loads(line[6:])
                heard.put(told.get("event", told))


def writes(device: Device) -> dict[str, tuple[str, Any, Any]]:
    """By name: the event that tells of it, how to write it, how the other sees that it is there."""
    watchlist = device.asks("POST", "/watchlists", {"name": "Measured"})["id"]
    portfolio = device.asks("POST", "/portfolios", {"name": "Measured", "currency": "USD"})["id"]
    story = device.asks("GET", "/articles?limit=1")["items"][0]["id"]
    bought = {"date": "2022-01-06", "type": "buy", "symbol": "XNYS:CVX", "quantity": "1"}
    spec = device.asks("GET", "/charts/XNYS:CVX")["spec"]
    level = {"direction": "above"}

    def rows(there: Device) -> Any:
        return there.asks("GET", f"/watchlists/{watchlist}")["rows"][0]["note"]

    return {
        "a draft": (
            "draft.changed",
            lambda n: device.asks("PUT", f"/threads/article/{story}/draft", {"body": f"Half {n}"}),
            lambda there, n: (
                there.asks("GET", f"/threads/article/{story}/draft")["body"] == f"Half {n}"
            ),
        ),
        "a note on a watchlist": (
            "watchlist.changed",
            lambda n: device.asks(
                "PUT", f"/watchlists/{watchlist}/rows/XNYS:CVX", {"note": f"note {n}"}
            ),
            lambda there, n: rows(there) == f"note {n}",
        ),
        "a saved story": (
            "saved.changed",
            lambda n: device.asks("PUT" if n % 2 == 0 else "DELETE", f"/saved/article/{story}"),
            lambda there, n: (
                any(one["key"] == str(story) for one in there.asks("GET", "/saved")["items"])
                == (n % 2 == 0)
            ),
        ),
        "a chart's layout": (
            "chart.layout",
            lambda n: device.asks("PUT", "/charts/XNYS:CVX", {"spec": spec}),
            lambda there, n: there.asks("GET", "/charts/XNYS:CVX")["version"] > n,
        ),
        "an alert": (
            "alerts.changed",
            lambda n: device.asks(
                "POST",
                "/alerts",
                {
                    "kind": "price_cross",
                    "symbol": "XNYS:CVX",
                    "params": {**level, "level": str(900 + n)},
                },
            ),
            lambda there, n: any(
                one["params"]["level"] == str(900 + n)
                for one in there.asks("GET", "/alerts?limit=50")["items"]
            ),
        ),
        "a transaction": (
            "portfolio.changed",
            lambda n: device.asks(
                "POST", f"/portfolios/{portfolio}/transactions", {**bought, "price": str(100 + n)}
            ),
            lambda there, n: (
                there.asks("GET", f"/portfolios/{portfolio}/transactions?limit=1")["items"][0][
                    "price"
                ]
                == str(100 + n)
            ),
        ),
    }


def until(heard: "queue.Queue[dict[str, Any]]", kind: str) -> None:
    while heard.get(timeout=20)["type"] != kind:
        pass


def measure() -> list[Figure]:
    with TemporaryDirectory(prefix="alley-bench-") as folder:
        site = Site(Path(folder), demo=True)
        site.alley("init", "--quiet")
        site.alley("demo")
        token = site.alley("token", "create", "--user", "cy", "--scope", "write").strip()
        site.start()
        try:
            return measured(site, token, site.python(SESSION).strip())
        finally:
            site.stop()


def measured(site: Site, token: str, cookie: str) -> list[Figure]:
    phone, desk, ear = (Device(site, token) for _ in range(3))
    heard: queue.Queue[dict[str, Any]] = queue.Queue()
    threading.Thread(target=ear.listens, args=(cookie, heard), daemon=True).start()
    until(heard, "open")
    figures = []
    for name, (kind, write, there) in writes(phone).items():
        times, bare = [], []
        for number in range(ROUNDS):
            while not heard.empty():
                heard.get()
            began = time.perf_counter()
            write(number)
            until(heard, kind)
            assert there(desk, number), name
            times.append((time.perf_counter() - began) * 1000)
        for number in range(ROUNDS, 2 * ROUNDS):
            began = time.perf_counter()
            write(number)
            assert there(desk, number), name
            bare.append((time.perf_counter() - began) * 1000)
        note = f"slowest {max(times):.0f} ms; write and read alone {statistics.median(bare):.0f} ms"
        figures.append(Figure(f"{name}, median", statistics.median(times), "ms", "< 1,000", note))
    return figures


if __name__ == "__main__":
    alone("two_devices", measure)
