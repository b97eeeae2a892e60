"""A spun-off share that nobody has priced counts as nothing, and the page says so."""

from datetime import timedelta

from django.test import Client

from alley.accounts.models import Reader
from alley.markets.models import Instrument
from alley.portfolios import actions, queries
from tests.portfolios.conftest import START, closes, listed


def test_a_spun_off_share_without_a_price_is_named(
    client: Client, ada: Reader, cvx: Instrument
) -> None:
    child = listed("XNYS:NEW")
    mine = actions.make_portfolio(reader=ada, name="Pension", currency="USD")
    bought = {"date": START, "type": "buy", "symbol": "XNYS:CVX", "quantity": "4", "price": "120"}
    spun = {"date": START + timedelta(days=2), "type": "spin_off", "symbol": "XNYS:CVX"}
    actions.add_transaction(mine, bought)
    actions.add_transaction(mine, {**spun, "other": child.symbol, "ratio": "1:2", "share": "20"})
    client.force_login(ada, "django.contrib.auth.backends.ModelBackend")
    address = f"/portfolios/{mine.pk}/performance/"

    done = queries.performance_of(queries.history_of(mine))
    assert done is not None
    assert done.without_price == ["NEW Inc."]
    assert "Spun off without a price: NEW Inc." in client.get(address).content.decode()

    closes(child, ["12"], start=START + timedelta(days=2))
    assert "Spun off without a price" not in client.get(address).content.decode()
