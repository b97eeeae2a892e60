"""Files as brokers write them; the excerpts beside are real (licences: docs/data-sources.md)."""

from collections import Counter
from decimal import Decimal as D
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alley.portfolios.importing import Row, Unreadable, read
from alley.portfolios.importing.cells import moment, month_first, number
from alley.portfolios.importing.maps import layouts

FILES = Path(__file__).parent / "files"
SHARED = Path(__file__).parents[3] / "shared/data/brokers"
BROKERS = sorted(SHARED.glob("broker-csv-samples/*.csv"))
OFX = sorted(SHARED.glob("ofx-ofxparse/**/*.ofx"))
QIF = sorted(SHARED.glob("qif-quiffen/*.qif"))


def rows(name: str) -> list[Row]:
    return [row for row in read((FILES / name).read_bytes())[1] if row.is_good]


def said(content: bytes, format: str = "auto") -> list[Row] | str:
    """The rows, or the words in which the file is refused."""
    try:
        return read(content, format)[1]
    except Unreadable as unreadable:
        return str(unreadable)


def first(name: str, **wanted: str) -> dict[str, object]:
    """The first row of a file that has these values."""
    return next(
        row.given
        for row in rows(name)
        if all(str(row.given.get(key)) == value for key, value in wanted.items())
    )


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("avanza.csv", "avanza"), ("degiro.csv", "degiro"), ("directa.csv", "directa"),
        ("etoro.csv", "etoro"), ("finpension-3a.csv", "finpension"),
        ("ibkr-dividends.csv", "ibkr-dividends"), ("ibkr-trades.csv", "ibkr-trades"),
        ("parqet.csv", "parqet"), ("rabobank.csv", "rabobank"), ("saxo.csv", "saxo"),
        ("schwab.csv", "schwab"), ("swissquote.csv", "swissquote"),
        ("trading212.csv", "trading212"), ("xtb.csv", "xtb"), ("funds.ofx", "ofx"),
        ("investments.qif", "qif"), ("portfolio-performance.csv", "portfolio-performance"),
        ("portfolio-performance-de.csv", "portfolio-performance-de"),
        ("trading212-moved.csv", "trading212"), ("degiro-wrapped.csv", "degiro"),
    ],
)  # fmt: skip
def test_a_file_is_known_by_its_look(name: str, format: str) -> None:
    key, found = read((FILES / name).read_bytes())
    assert key == format
    assert any(row.is_good for row in found)


@pytest.mark.parametrize(
    ("name", "wanted", "figures"),
    [
        ("degiro.csv", {"type": "sell"}, {"quantity": "1", "price": "63.97", "currency": "USD"}),
        ("degiro.csv", {"type": "exchange"}, {"amount": "1.36", "currency": "USD", "other": "EUR"}),
        ("degiro.csv", {"isin": "AU000000FBR4"}, {"quantity": "500", "price": "0.039"}),
        ("trading212.csv", {"type": "buy"}, {"quantity": "0.0290530000", "price": "49.96"}),
        ("schwab.csv", {"type": "sell"}, {"price": "8.46", "fee": "10.00"}),
        ("avanza.csv", {"type": "sell"}, {"quantity": "352.033838", "currency": "SEK"}),
        ("ibkr-trades.csv", {"type": "buy"}, {"quantity": "7", "price": "282.7", "fee": "5"}),
        ("ibkr-dividends.csv", {"type": "dividend"}, {"amount": "137.23", "currency": "USD"}),
        ("xtb.csv", {"type": "buy"}, {"quantity": "34", "amount": "399.43", "ticker": "SPYL.DE"}),
        ("saxo.csv", {"type": "sell"}, {"quantity": "3", "price": "139.74"}),
        ("parqet.csv", {"type": "buy"}, {"quantity": "17.83803", "price": "28.03"}),
        ("swissquote.csv", {"type": "exchange"}, {"other_amount": "1995.39", "other": "EUR"}),
        ("swissquote.csv", {"type": "withdrawal"}, {"amount": "2002.00", "fee": "None"}),
        ("rabobank.csv", {"type": "fee"}, {"amount": "17.44"}),
        ("etoro.csv", {"type": "dividend"}, {"ticker": "NKE", "amount": "0.17"}),
        ("finpension-3a.csv", {"type": "sell"}, {"quantity": "0.002000"}),
        ("directa.csv", {"type": "deposit"}, {"amount": "1200", "currency": "EUR"}),
        ("funds.ofx", {"type": "buy"}, {"isin": "US1667641005", "quantity": "3", "fee": "1.50"}),
        ("funds.ofx", {"type": "dividend"}, {"amount": "16.80", "date": "2022-03-10"}),
        ("funds.ofx", {"type": "sell"}, {"quantity": "1", "price": "164.00"}),
        ("funds.ofx", {"type": "deposit"}, {"note": "Pay & more", "amount": "1000.00"}),
        ("investments.qif", {"type": "buy"}, {"date": "2022-01-13", "quantity": "10", "fee": "5"}),
        ("investments.qif", {"type": "split"}, {"ratio": "20:10"}),
        ("investments.qif", {"type": "dividend"}, {"amount": "13.40"}),
        ("portfolio-performance.csv", {"type": "buy"}, {"amount": "1201.50", "fee": "5.00"}),
        ("portfolio-performance.csv", {"type": "sell"}, {"amount": "605.00", "fee": "5.00"}),
        ("portfolio-performance.csv", {"type": "dividend"}, {"amount": "12.57", "tax": "3.45"}),
        ("portfolio-performance.csv", {"type": "withdrawal"}, {"note": "to savings"}),
        ("portfolio-performance.csv", {"type": "transfer_in"}, {"amount": "620.00", "fee": "4.00"}),
        ("portfolio-performance.csv", {"type": "fee", "amount": "-1.00"}, {"note": "refund"}),
        ("portfolio-performance.csv", {"type": "fee", "note": "overdraft"}, {"amount": "2.00"}),
        ("portfolio-performance-de.csv", {"type": "buy"}, {"amount": "1201.50", "quantity": "10"}),
        ("portfolio-performance-de.csv", {"note": "vom Tagesgeld"}, {"type": "deposit"}),
        ("portfolio-performance-de.csv", {"type": "dividend"}, {"amount": "12.57"}),
        ("trading212-moved.csv", {"type": "buy"}, {"quantity": "11.0563304000", "price": "0.00"}),
        ("trading212-moved.csv", {"type": "transfer_out"}, {"price": "3.419430"}),
        ("trading212-moved.csv", {"type": "split"}, {"ratio": "1:4", "isin": "CA46500E8678"}),
        ("degiro-wrapped.csv", {"type": "exchange"}, {"amount": "31.91", "other_amount": "33.90"}),
    ],
)  # fmt: skip
def test_figures_mean_what_the_broker_meant(
    name: str, wanted: dict[str, str], figures: dict[str, str]
) -> None:
    found = first(name, **wanted)
    assert {key: str(found.get(key)) for key in figures} == figures


def test_titles_totals_and_sweeps_are_left_aside_not_refused() -> None:
    _, found = read((FILES / "directa.csv").read_bytes())
    assert found[0].line == 11  # ten lines of preamble above the header
    _, degiro = read((FILES / "degiro.csv").read_bytes())
    assert any("between own accounts" in row.ignored for row in degiro)


@pytest.mark.skipif(not BROKERS, reason="the whole set lies beside the repository: ../shared/data")
@pytest.mark.parametrize("path", BROKERS, ids=lambda path: path.stem)
def test_every_sample_of_the_shared_set_is_read(path: Path) -> None:
    """No layout falls back to the generic one, and at most a fifth of the rows is refused."""
    key, found = read(path.read_bytes())
    counts = Counter(bool(row.problem) for row in found)
    assert key in layouts()
    assert counts[True] <= max(4, len(found) * 0.2)


@pytest.mark.skipif(not OFX, reason="the whole set lies beside the repository: ../shared/data")
@pytest.mark.parametrize("path", [*OFX, *QIF], ids=lambda path: path.stem)
def test_every_ofx_and_qif_sample_is_read_or_refused_in_words(path: Path) -> None:
    found = said(path.read_bytes())
    if isinstance(found, str):
        assert found.endswith(".")
        assert not found.endswith("..")
    else:
        assert all(row.given or row.problem or row.ignored for row in found)


@pytest.mark.parametrize(
    ("text", "comma", "value"),
    [
        ("1.234,50", None, "1234.50"), ("1,234.50", None, "1234.50"), ("-$694.48", None, "-694.48"),
        ("(12.00)", None, "-12.00"), ("89,162.28 SEK", None, "89162.28"), ("12,5", None, "12.5"),
        ("1,234", None, "1234"), ("0,039", True, "0.039"), ("1\u00a0903,87", None, "1903.87"),
        ("−3", None, "-3"), ("€3343.11229989", None, "3343.11229989"),
        ("1.234.567", None, "1234567"),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(text: str, comma: bool | None, value: str) -> None:
    assert number(text, comma=comma) == D(value)


@pytest.mark.parametrize(
    ("text", "first_is_month", "day"),
    [
        ("2022-01-06T14:30:00Z", None, "2022-01-06"), ("06-01-2022", None, "2022-01-06"),
        ("20220106", None, "2022-01-06"), ("02-Apr-2025", None, "2025-04-02"),
        ("10/14/2024 as of 10/10/2024", True, "2024-10-10"), ("13/01/22", None, "2022-01-13"),
        ("May 5, 2020, 10:10:57 PM", None, "2020-05-05"), ("2/10'2020", True, "2020-02-10"),
    ],
)  # fmt: skip
def test_dates_as_people_write_them(text: str, first_is_month: bool | None, day: str) -> None:
    assert moment(text, month_first=first_is_month)[0] == day


def test_a_date_that_can_be_read_two_ways_is_not_guessed() -> None:
    with pytest.raises(Unreadable, match="day or the month first"):
        moment("03/04/2022")
    assert month_first(["03/04/2022", "04/13/2022"]) is True


def test_two_equal_fills_stay_two_and_are_the_same_two_next_time() -> None:
    text = b"Date,Type,Symbol,Quantity,Price,Currency\n" + b"2022-01-06,buy,CVX,1,120,USD\n" * 2
    marks = [row.external for row in read(text)[1]]
    assert len(set(marks)) == 2
    assert marks == [row.external for row in read(text)[1]]


def test_windows_letters_a_mark_and_a_repeated_header_are_no_trouble() -> None:
    text = "\ufeffdate;type;name;amount;currency\n2022-01-06;deposit;Zürich;1.000,50;CHF\n"
    again = "date;type;name;amount;currency\n2022-01-07;deposit;Genève;2,00;CHF\n"
    for content in ((text + again).encode(), (text + again)[1:].encode("cp1252")):
        amounts = [row.given["amount"] for row in read(content)[1]]
        assert amounts == [D("1000.50"), D("2.00")]


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(content: bytes) -> None:
    assert said(content) != ""


@given(st.text(alphabet="<>/OFXSTMRNUI&;\n ", max_size=300))
def test_no_ofx_breaks_the_scanner(text: str) -> None:
    assert said(f"<OFX>{text}".encode(), "ofx") != ""


def test_a_bomb_of_entities_is_only_text() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><OFX><STMTRS><BANKTRANLIST>&b;'
    assert read(bomb, "ofx")[1] == []
