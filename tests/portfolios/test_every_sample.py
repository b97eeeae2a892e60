"""Every real file that is at hand, good or bad, goes all the way: taken in once, known the second
time, and undone so that nothing of it is left."""

from pathlib import Path

import pytest

from alley.markets.models import Instrument
from alley.portfolios import actions, exporting, queries
from alley.portfolios.models import Portfolio
from alley.refusals import Refused
from tests.portfolios.test_reading_files import BROKERS, FILES, OFX, QIF

OWN = sorted(path for path in FILES.glob("*.*") if path.suffix != ".txt")


def taken_in(portfolio: Portfolio, content: bytes) -> "actions.Preview | None":
    """None where the whole file is refused."""
    try:
        looked = actions.preview(portfolio, content)
    except Refused:
        return None
    actions.commit(portfolio, looked, file_name="f")
    return looked


@pytest.mark.parametrize("path", [*OWN, *BROKERS, *OFX, *QIF], ids=lambda path: path.name)
def test_a_file_is_taken_in_once_and_undone_whole(
    portfolio: Portfolio, cvx: Instrument, path: Path
) -> None:
    given = {"date": "2022-01-03", "type": "buy", "symbol": "CVX", "quantity": "1", "price": "9"}
    actions.add_transaction(portfolio, given)
    before = exporting.as_json(portfolio)
    first = taken_in(portfolio, path.read_bytes())
    if first is None:
        return
    added = portfolio.transactions.count() - 1
    assert added == first.counts["new"]
    assert all(one.why for one in first.verdicts if one.what in {"refused", "ignored"})
    again = taken_in(portfolio, path.read_bytes())
    assert again is not None
    assert (again.counts["new"], again.counts["known"]) == (0, added)
    assert portfolio.transactions.count() == 1 + added
    history = queries.history_of(portfolio)
    held = queries.holdings_of(history)
    assert abs(held.statement.difference) < 1e-9
    assert float(held.value) == pytest.approx(float(history.daily().values[-1]), abs=1e-6)
    if batch := portfolio.batches.first():
        actions.undo(portfolio, batch.pk)
    assert exporting.as_json(portfolio) == before


def test_undoing_a_file_of_ours_gives_back_the_settings_it_changed(
    portfolio: Portfolio, cvx: Instrument
) -> None:
    other = actions.make_portfolio(
        reader=portfolio.reader, name="Other", currency="USD", method="lifo", cash="kept"
    )
    given = {"date": "2022-01-03", "type": "deposit", "amount": "5", "currency": "USD"}
    actions.add_transaction(other, given)
    before = exporting.as_json(portfolio)
    batch = actions.commit(
        portfolio, actions.preview(portfolio, exporting.as_json(other).encode()), file_name="f"
    )
    portfolio.refresh_from_db()
    assert (portfolio.currency, portfolio.method) == ("USD", "lifo")
    actions.undo(portfolio, batch.pk)
    portfolio.refresh_from_db()
    assert exporting.as_json(portfolio) == before


def test_settings_stay_where_more_was_written_down_since(
    portfolio: Portfolio, cvx: Instrument
) -> None:
    other = actions.make_portfolio(reader=portfolio.reader, name="Other", currency="USD")
    given = {"date": "2022-01-03", "type": "deposit", "amount": "5", "currency": "USD"}
    actions.add_transaction(other, given)
    looked = actions.preview(portfolio, exporting.as_json(other).encode())
    batch = actions.commit(portfolio, looked, file_name="f")
    portfolio.refresh_from_db()
    actions.add_transaction(portfolio, given)
    actions.undo(portfolio, batch.pk)
    portfolio.refresh_from_db()
    assert portfolio.currency == "USD"
    assert portfolio.transactions.count() == 1
