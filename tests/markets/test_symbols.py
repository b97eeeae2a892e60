"""How instruments are written."""

import pytest

from alley.markets import queries, symbols
from alley.markets.models import Instrument, Kind

from .conftest import instrument


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("XNYS:CVX", "XNYS:CVX"),
        ("NYSE:CVX", "XNYS:CVX"),
        ("nyse: cvx", "XNYS:CVX"),
        ("NASDAQ:AAPL", "XNAS:AAPL"),
        ("CRYPTO:BTC-USD", "CRYPTO:BTC-USD"),
        ("CVX", None),
        ("CVX:", None),
        ("<script>:x", None),
    ],
)
def test_one_canonical_form(written: str, meant: str | None) -> None:
    assert symbols.canonical(written) == meant


@pytest.mark.parametrize("form", ["XNYS:CVX", "NYSE:CVX", "CVX.N", "cvx", "CVX"])
def test_every_form_finds_the_same_instrument(chevron: Instrument, form: str) -> None:
    assert queries.instrument_for(form) == chevron


def test_a_bare_ticker_of_two_equals_means_none(db: None) -> None:
    instrument("XLON:ABC", "Abc plc")
    instrument("XPAR:ABC", "Abeille SA")

    assert queries.instrument_for("ABC") is None


def test_a_bare_ticker_means_the_better_known_listing(chevron: Instrument) -> None:
    instrument("XSGO:CVX", "Chevron Corporation", Kind.EQUITY)

    assert queries.instrument_for("CVX") == chevron


def test_check_digits() -> None:
    assert symbols.is_isin("US1667641005")
    assert not symbols.is_isin("US1667641006")
    assert symbols.is_figi("BBG000BLNNH6")
    assert not symbols.is_figi("BBG000BLNNH7")


def test_pence_are_a_unit_of_pounds() -> None:
    assert symbols.currency_and_unit("GBp") == ("GBP", "GBp")
    assert symbols.currency_and_unit("usd") == ("USD", "USD")
