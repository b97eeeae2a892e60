"""Ghostfolio's JSON in the shapes its own samples have (`test/import/ok` and `not-ok`); the values
are ours."""

import json
from decimal import Decimal as D
from typing import Any

import pytest

from alley.portfolios import actions
from alley.portfolios.models import Portfolio
from alley.refusals import Refused
from tests.portfolios.conftest import listed

FLAT = "7d8f2f0a-flat"
BUY: dict[str, Any] = {
    "accountId": "a", "comment": None, "fee": 19, "quantity": 5, "type": "BUY", "unitPrice": 298.58,
    "currency": "USD", "dataSource": "YAHOO", "date": "2021-09-16T00:00:00.000Z", "symbol": "MSFT",
    "tags": [],
}  # fmt: skip


def file(*activities: Any, **more: Any) -> bytes:
    whole = {
        "meta": {"date": "2023-02-05T00:00:00.000Z", "version": "dev"},
        "accounts": [{"balance": 2000, "currency": "USD", "id": "a", "name": "Trading"}],
        "assetProfiles": [{"dataSource": "MANUAL", "name": "A flat", "symbol": FLAT}],
        "platforms": [], "tags": [], "user": {"settings": {"currency": "USD"}},
    }  # fmt: skip
    return json.dumps({**whole, "activities": list(activities), **more}).encode()


def columns(portfolio: Portfolio, *activities: Any) -> list[dict[str, Any]]:
    looked = actions.preview(portfolio, file(*activities))
    assert [one.why for one in looked.verdicts if one.what == "refused"] == []
    return [one.columns for one in looked.verdicts]


def test_what_is_kept_by_hand_has_its_name(portfolio: Portfolio) -> None:
    flat = {**BUY, "dataSource": "MANUAL", "symbol": FLAT, "quantity": 1, "unitPrice": 500_000}
    (row,) = columns(portfolio, flat)
    assert (row["symbol"], row["name"]) == (f"OWN:{FLAT.upper()}", "A flat")


def test_a_fee_without_a_price_is_its_fee(portfolio: Portfolio) -> None:
    fee = {**BUY, "type": "FEE", "fee": 49, "quantity": 0, "unitPrice": 0, "dataSource": "MANUAL"}
    (row,) = columns(portfolio, {**fee, "symbol": FLAT})
    assert row["note"] == "A flat"
    assert (row["type"], row["amount"], row["fee"], row["symbol"]) == ("fee", D(49), None, "")


@pytest.mark.parametrize(("unit", "currency"), [("GBp", "GBP"), ("ZAc", "ZAR"), ("ILA", "ILS")])
def test_pence_become_pounds(portfolio: Portfolio, unit: str, currency: str) -> None:
    (row,) = columns(portfolio, {**BUY, "currency": unit, "unitPrice": 10_875, "fee": 250})
    assert (row["currency"], row["price"], row["fee"]) == (currency, D("108.75"), D("2.5"))


@pytest.mark.parametrize("symbol", ["BTCUSD", "BTC-USD"])
def test_a_coin_is_found_by_its_pair(portfolio: Portfolio, symbol: str) -> None:
    listed("CRYPTO:BTC-USD", kind="crypto")
    (row,) = columns(portfolio, {**BUY, "type": "SELL", "symbol": symbol})
    assert row["symbol"] == "CRYPTO:BTC-USD"


def test_a_file_without_accounts_nor_profiles_is_read(portfolio: Portfolio) -> None:
    bare = {"meta": {}, "activities": [{k: v for k, v in BUY.items() if k != "accountId"}]}
    looked = actions.preview(portfolio, json.dumps(bare).encode())
    assert looked.counts["new"] == 1


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"currency": "12"}, "three letters"),
        ({"currency": None, "symbol": "NOWHERE", "type": "FEE", "unitPrice": "x"}, "numbers"),
        ({"date": "12.12.2021"}, "Write the date"),
        ({"date": "1899-12-31T00:00:00.000Z"}, "before 1900"),
        ({"date": "2150-06-06T00:00:00.000Z"}, "still to come"),
        ({"type": "ITEM"}, "a kind we do not know"),
        ({"type": None}, "a kind we do not know"),
        ({"quantity": "5"}, "must be numbers"),
        ({"quantity": 0}, "how many"),
        ({"symbol": ""}, "which instrument"),
    ],
)
def test_a_bad_activity_says_why_and_the_good_one_comes_in(
    portfolio: Portfolio, wrong: dict[str, Any], why: str
) -> None:
    looked = actions.preview(portfolio, file({**BUY, **wrong}, BUY))
    bad, good = looked.verdicts
    assert (bad.what, good.what) == ("refused", "new")
    assert why in bad.why


@pytest.mark.parametrize(
    "content", [b"<invalid>\n", b'{"activities": {}}', b'{"activities": 1', b"[1, 2]", b"{}"]
)
def test_what_is_no_such_file_is_refused_whole(portfolio: Portfolio, content: bytes) -> None:
    with pytest.raises(Refused):
        actions.preview(portfolio, content, "ghostfolio")
