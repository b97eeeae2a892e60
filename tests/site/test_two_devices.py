"""What one device writes is told to the reader's other ones: every kind, in the order written, each
once what it tells of can be read, and to nobody else."""

import json
from typing import Any

import pytest
from django.test import Client

from alley.accounts.actions import notify
from alley.accounts.models import Reader
from alley.live.models import Event
from alley.markets.models import Instrument, Kind
from alley.portfolios.models import Portfolio, Watchlist


@pytest.fixture
def cvx(db: None) -> Instrument:
    return Instrument.objects.create(
        symbol="XNYS:CVX", name="Chevron", kind=Kind.EQUITY, ticker="CVX", currency="USD"
    )


def asks(client: Client, method: str, path: str, body: Any = None) -> Any:
    content = "" if body is None else json.dumps(body)
    answer = client.generic(method, f"/api/v1{path}", content, "application/json")
    assert answer.status_code < 300, (path, answer.status_code, answer.content)
    return answer.json() if answer.content else None


def test_every_write_is_told_in_order_and_to_nobody_else(
    client: Client, ada: Reader, bo: Reader, cvx: Instrument
) -> None:
    client.force_login(ada, "django.contrib.auth.backends.ModelBackend")
    notify(ada, kind="note", title="Something happened")
    start = Event.objects.latest("id").pk
    asks(client, "POST", "/watchlists", {"name": "Oil"})
    oil = Watchlist.objects.get().pk
    asks(client, "PUT", f"/watchlists/{oil}/rows/XNYS:CVX", {"note": "dear"})
    asks(client, "PUT", f"/watchlists/{oil}/order", {"symbols": ["XNYS:CVX"]})
    asks(client, "POST", "/portfolios", {"name": "Pension"})
    pension = Portfolio.objects.get().pk
    bought = {"type": "buy", "symbol": "CVX", "quantity": "1", "price": "9"}
    asks(client, "POST", f"/portfolios/{pension}/transactions", {"date": "2022-01-06", **bought})
    asks(client, "PUT", "/saved/instrument/XNYS:CVX")
    asks(client, "PUT", "/threads/instrument/XNYS:CVX/draft", {"body": "Half a thought"})
    spec = asks(client, "GET", "/charts/XNYS:CVX")["spec"]
    asks(client, "PUT", "/charts/XNYS:CVX", {"spec": spec})
    level = {"kind": "price_cross", "symbol": "XNYS:CVX"}
    asks(client, "POST", "/alerts", {**level, "params": {"direction": "above", "level": "130"}})
    asks(client, "POST", "/me/notifications/read")
    asks(client, "DELETE", "/saved/instrument/XNYS:CVX")
    asks(client, "DELETE", f"/watchlists/{oil}")

    told = Event.objects.filter(pk__gt=start, topic__startswith="me:").order_by("pk")
    assert {event.topic for event in told} == {f"me:{ada.pk}"}
    assert [event.payload["type"] for event in told] == [
        "watchlist.made", "watchlist.changed", "watchlist.changed",
        "portfolio.made", "portfolio.changed",
        "saved.changed", "draft.changed", "chart.layout", "alerts.changed", "notifications.read",
        "saved.changed", "watchlist.removed",
    ]  # fmt: skip
    versions = [event.payload["version"] for event in told if "watchlist" in event.payload["type"]]
    assert versions == sorted(versions)


def test_a_write_that_is_refused_is_told_to_nobody(
    client: Client, ada: Reader, cvx: Instrument
) -> None:
    client.force_login(ada, "django.contrib.auth.backends.ModelBackend")
    asks(client, "POST", "/watchlists", {"name": "Oil"})
    oil = Watchlist.objects.get().pk
    before = Event.objects.count()
    answer = client.put(
        f"/api/v1/watchlists/{oil}/rows/XNYS:CVX", {"note": "x"}, "application/json",
        headers={"If-Match": '"77"'},
    )  # fmt: skip
    assert answer.status_code == 409
    assert Event.objects.count() == before
