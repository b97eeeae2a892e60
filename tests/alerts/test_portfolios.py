"""A portfolio's worth, the weight of a holding: looked at by the clock, told once."""

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from alley.accounts.models import Reader
from alley.alerts import actions
from alley.alerts.actions import Wish, worth
from alley.alerts.models import Alert, Firing
from alley.markets.models import Instrument
from alley.portfolios.actions import add_transaction, make_portfolio
from alley.portfolios.models import Portfolio
from alley.refusals import Refused


@pytest.fixture
def pension(ada: Reader) -> Portfolio:
    return make_portfolio(reader=ada, name="Pension", currency="EUR")


def waits(owner: Reader, portfolio: Portfolio, **params: str) -> Alert:
    given = {"portfolio": portfolio.pk, "measure": "value", "level": "1000", **params}
    return actions.create_alert(owner=owner, wish=Wish("portfolio", given, mode="every"))


def test_it_fires_when_the_value_crosses_not_when_it_stands_there(
    ada: Reader, pension: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = waits(ada, pension)
    for value in (1100, 900, 1000, 1200, 800, 1001):
        monkeypatch.setattr(worth, "measure", lambda *asked, v=value: Decimal(v))
        actions.look_at_portfolios(timezone.now())

    titles = Firing.objects.filter(alert=mine).order_by("pk").values_list("title", flat=True)
    assert list(titles) == ["Pension: value 1,000.00 EUR", "Pension: value 1,001.00 EUR"]
    firing = Firing.objects.first()
    assert firing is not None
    assert firing.rule == "Tell me when Pension is worth 1,000 EUR or more, every time"
    assert firing.url == pension.get_absolute_url()


def test_what_it_measures_is_what_the_portfolio_says(ada: Reader, pension: Portfolio) -> None:
    waits(ada, pension, direction="below", level="-1")
    waits(ada, pension, measure="weight", symbol="XNYS:CVX", level="10")
    waits(ada, pension, measure="day_percent", level="3")
    assert actions.look_at_portfolios(timezone.now()) == []

    told = Alert.objects.order_by("pk").values_list("memory__value", "memory__beyond")
    assert [(None if v is None else float(v), beyond) for v, beyond in told] == [
        (0.0, False),
        (0.0, False),
        (None, None),  # nothing moved today: nothing is said
    ]


def test_a_weight_is_in_percent_as_the_form_says(ada: Reader, pension: Portfolio) -> None:
    bought = {"symbol": "ISIN:LU0000000001", "quantity": "3", "price": "10", "currency": "EUR"}
    add_transaction(pension, {"date": "2022-01-03", "type": "buy", **bought})
    mine = waits(ada, pension, measure="weight", symbol="ISIN:LU0000000001", level="99")
    actions.look_at_portfolios(timezone.now())

    mine.refresh_from_db()
    assert mine.memory["beyond"] is True
    assert float(mine.memory["value"]) == 100


def test_the_day_of_a_holding_is_said_by_its_symbol(
    ada: Reader, pension: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refused) as refused:
        waits(ada, pension, measure="holding_percent", level="5")
    assert refused.value.refusal.more["field"] == "symbol"

    waits(ada, pension, measure="holding_percent", symbol="XNYS:CVX", direction="below", level="-5")
    for value in ("-4.2", "-5.31"):
        monkeypatch.setattr(worth, "measure", lambda *asked, v=value: Decimal(v))
        actions.look_at_portfolios(timezone.now())

    firing = Firing.objects.get()
    assert firing.title == "Pension: XNYS:CVX day −5.31 %"
    assert firing.rule == "Tell me when XNYS:CVX in Pension moves today to −5 % or less, every time"


def test_nobody_waits_for_anothers_portfolio(ada: Reader, bo: Reader, pension: Portfolio) -> None:
    with pytest.raises(Refused) as refused:
        waits(bo, pension)

    assert refused.value.refusal.more["field"] == "portfolio"


def test_the_form_offers_ones_own_portfolios(
    client: Client, ada: Reader, pension: Portfolio
) -> None:
    client.force_login(ada, "django.contrib.auth.backends.ModelBackend")
    assert b">Pension</option>" in client.get("/alerts/new/?kind=portfolio").content
    form = {
        "kind": "portfolio",
        "portfolio": pension.pk,
        "measure": "value",
        "direction": "above",
        "level": "1000",
        "mode": "once",
        "channels": ["in_app"],
        "save": "1",
    }
    page = client.post("/alerts/new/", form, follow=True).content.decode()
    assert "Tell me when Pension is worth 1,000 EUR or more, once" in page


def test_a_holding_may_be_written_in_any_form(
    ada: Reader, pension: Portfolio, chevron: Instrument
) -> None:
    kept = {
        typed: waits(ada, pension, measure="weight", symbol=typed, level="9").params["symbol"]
        for typed in ("CVX", "nyse:cvx", "XNYS:CVX", " isin:lu0000000001 ")
    }
    assert set(kept.values()) == {chevron.symbol, "ISIN:LU0000000001"}


def test_the_form_takes_a_holding_that_is_not_listed(
    client: Client, ada: Reader, pension: Portfolio
) -> None:
    bought = {"symbol": "ISIN:LU0000000001", "quantity": "3", "price": "10", "currency": "EUR"}
    add_transaction(pension, {"date": "2022-01-03", "type": "buy", **bought})
    client.force_login(ada, "django.contrib.auth.backends.ModelBackend")
    form = {"kind": "portfolio", "portfolio": pension.pk, "measure": "weight", "level": "50"}
    form |= {"direction": "above", "mode": "once", "channels": ["in_app"], "save": "1"}

    page = client.post("/alerts/new/", {**form, "symbol": "ISIN:LU0000000002"}).content.decode()
    assert "We know no instrument" in page
    client.post("/alerts/new/", {**form, "symbol": "isin:LU0000000001"})
    assert Alert.objects.get().params["symbol"] == "ISIN:LU0000000001"
