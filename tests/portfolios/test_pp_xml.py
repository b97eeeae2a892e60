"""Portfolio Performance's XML: references, both sides of a purchase, versions and their precision.

The file is ours, in the shape of its `scenarios/*.xml`; figures as in its `SecurityTestCase`.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alley.markets.models import CorporateAction
from alley.portfolios import actions, queries
from alley.portfolios.importing import Unreadable, read
from alley.portfolios.models import Portfolio
from tests.portfolios.conftest import listed
from tests.portfolios.test_reading_files import FILES, said

CONTENT = (FILES / "portfolio-performance.xml").read_bytes()
Given = dict[str, Any]


def row_of(content: bytes, kind: str) -> Given:
    (found,) = [row.given for row in read(content)[1] if row.given.get("type") == kind]
    return {name: value for name, value in found.items() if value not in (None, "")}


def test_a_purchase_is_taken_once_with_the_share_it_refers_to() -> None:
    assert row_of(CONTENT, "buy") | {"time": None} == {
        "type": "buy", "date": "2022-01-06", "time": None, "currency": "EUR", "fee": D(5),
        "isin": "US1667641005", "ticker": "CVX", "name": "Chevron Corp.", "quantity": D(10),
        "amount": D("1201.50"),
    }  # fmt: skip
    sold = row_of(CONTENT, "sell")
    assert (sold["quantity"], sold["amount"], sold["fee"], sold["tax"]) == (5, 605, 3, 7)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("deposit", {"amount": D(10_000), "currency": "EUR"}),
        ("dividend", {"amount": D("12.57"), "tax": D("3.45"), "isin": "US1667641005"}),
        ("interest", {"amount": D(-2), "note": "overdraft"}),
        ("tax", {"amount": D("-1.50")}),
        ("exchange", {"amount": D(500), "currency": "EUR", "other": "USD", "other_amount": D(550)}),
    ],
)
def test_bookings_of_an_account(kind: str, expected: Given) -> None:
    found = row_of(CONTENT, kind)
    assert {name: found[name] for name in expected} == expected


def test_the_cash_of_both_accounts_is_what_it_says_there(portfolio: Portfolio) -> None:
    looked = actions.preview(portfolio, CONTENT)
    assert looked.counts == {"new": 7, "known": 0, "refused": 0, "ignored": 0}
    actions.commit(portfolio, looked, file_name="f")
    cash = queries.holdings_of(queries.history_of(portfolio)).cash
    assert {one.currency: one.quantity for one in cash} == {
        "EUR": D("10000") - D("1206.50") + 595 + D("9.12") - 500 + D("1.50"),
        "USD": D(548),
    }


OLD = """<client><version>{version}</version><securities><security><name>Basf SE</name>
<isin>DE000BASF111</isin></security></securities><accounts><account><transactions>
<account-transaction><date>2014-12-05</date><type>{move}</type><amount>500</amount>
</account-transaction><account-transaction><date>2014-12-05</date><type>TRANSFER_IN</type>
<amount>500</amount></account-transaction></transactions></account></accounts><portfolios>
<portfolio><transactions><portfolio-transaction><date>2013-12-04</date>
<security reference="../../../../../securities/security"/><shares>{shares}</shares>
<type>DELIVERY_INBOUND</type><amount>775800</amount><fees>1000</fees></portfolio-transaction>
</transactions></portfolio></portfolios></client>"""


@pytest.mark.parametrize(
    ("version", "shares"),
    [(25, "10000000"), (26, "100000000"), (48, "100000000"), (49, "10000000000")],
)
def test_old_files_count_shares_and_costs_as_they_did(version: int, shares: str) -> None:
    text = OLD.format(version=version, shares=shares, move="TRANSFER_OUT")
    found = row_of(text.encode(), "transfer_in")
    assert (found["quantity"], found["amount"], found["fee"]) == (100, 7748, 10)


def test_money_between_own_accounts_of_one_currency_changes_nothing() -> None:
    text = OLD.format(version=25, shares="10000000", move="TRANSFER_OUT")
    reasons = [row.ignored for row in read(text.encode())[1] if row.ignored]
    assert reasons == ["moved between own accounts"] * 2


def test_basf_s_year_comes_to_portfolio_performance_s_figures(portfolio: Portfolio) -> None:
    """SecurityTestCase: 100 delivered at 77.48, cost 7,748.00."""
    text = OLD.format(version=25, shares="10000000", move="TRANSFER_OUT").replace(
        "<fees>1000</fees>", ""
    )
    content = text.replace("775800", "774800").encode()
    actions.commit(portfolio, actions.preview(portfolio, content), file_name="f")
    (held,) = queries.holdings_of(queries.history_of(portfolio, date(2014, 12, 4))).open
    assert (held.quantity, held.cost, held.value) == (100, D("7748"), D("7748"))


SPLIT = """<isin>DE000BASF111</isin><events><event><date>2014-06-02</date>
<type>STOCK_SPLIT</type><details>2:1</details></event></events></security>"""


def test_a_split_worked_into_the_counts_is_not_carried_out_again(portfolio: Portfolio) -> None:
    basf = listed("XETR:BAS", currency="EUR", isin="DE000BASF111")
    CorporateAction.objects.create(
        instrument=basf, kind="split", ex_date=date(2014, 6, 2), new=2, old=1, source="t"
    )
    text = OLD.format(version=25, shares="10000000", move="TRANSFER_OUT")
    noted = text.replace("<isin>DE000BASF111</isin></security>", SPLIT)
    for content, count in ((text, 200), (noted, 100)):
        batch = actions.commit(
            portfolio, actions.preview(portfolio, content.encode()), file_name="f"
        )
        (held,) = queries.holdings_of(queries.history_of(portfolio)).open
        assert held.quantity == count
        actions.undo(portfolio, batch.pk)


def numbered(text: str) -> str:
    return text.replace("<security><name>", '<security id="7"><name>').replace(
        "../../../../../securities/security", "7"
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (numbered, ""),
        (
            lambda t: t.replace("security/>", "x").replace("securities/security", "gone"),
            "refers to",
        ),
        (lambda t: t.replace("securities/security", "securities/security[9]"), "refers to"),
        (lambda t: t.replace("../../../../../securities/security", "//security"), "refers to"),
        (lambda t: t.replace("<amount>775800", "<amount>much"), "is not a number"),
        (lambda t: t.replace("DELIVERY_INBOUND", "GIFT"), "a kind we do not know"),
        (lambda t: t.replace("2013-12-04", "soon"), "is not a date"),
    ],
)
def test_a_row_that_cannot_be_read_says_why(change: Callable[[str], str], words: str) -> None:
    text = change(OLD.format(version=25, shares="10000000", move="TRANSFER_OUT"))
    problems = [row.problem for row in read(text.encode())[1] if row.problem]
    assert all(words in problem for problem in problems)
    assert len(problems) == (1 if words else 0)


@pytest.mark.parametrize(
    "content",
    [
        b"<client><version>70</version></client>",
        b"<client><version>70</version>",
        b'<!DOCTYPE x [<!ENTITY a "b">]><client>&a;</client>',
        b"PK\x03\x04zipped",
        b"PPPBV1",
        b"<transactionFrom/>",
        b"<client><version>new</version><account-transaction/></client>",
    ],
)
def test_a_file_that_is_none_is_refused_whole(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read(content, "pp-xml")
    assert str(said(content)).endswith(".")


parts = st.sampled_from(
    ["<client>", "</client>", "<account-transaction>", "</account-transaction>", "<type>BUY</type>",
     "<transactionTo>", "</transactionTo>", "<security reference='../..'/>", "<amount>1</amount>",
     "<type>TRANSFER_OUT</type>", "<date>2022-01-03</date>", "<shares/>", "<version>7</version>",
     "<event>", "<type>STOCK_SPLIT</type>"]
)  # fmt: skip


@given(st.lists(parts, max_size=30))
def test_no_file_breaks_the_reader(found: list[str]) -> None:
    text = "".join(found)
    assert said(f"<client>{text}</client>".encode(), "pp-xml") != ""
