"""A file of instruments: usable rows go in, bad ones are refused by line, again changes nothing."""

import json
from pathlib import Path

import pytest

from alley import cli
from alley.markets import queries
from alley.markets.actions import import_instruments
from alley.markets.models import Instrument, Issuer, ShareClass

HEAD = "symbol,name,mic,kind,currency,isin,figi,country,delisted\n"
GOOD = (
    "XNAS:GOOGL,Alphabet Inc.,XNAS,equity,USD,US02079K3059,,United States,\n"
    "XNAS:GOOG,Alphabet Inc.,XNAS,equity,USD,US02079K1079,,United States,\n"
    "XETR:ABEA,Alphabet Inc.,XETR,equity,EUR,US02079K3059,,,\n"
    "XLON:VOD,Vodafone,XLON,equity,GBp,,,,\n"
)


def taken(file: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    assert cli.run(["instruments", "import", str(file), "--json"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_again_changes_nothing(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "master.csv"
    file.write_text(HEAD + GOOD)

    first, again = taken(file, capsys), taken(file, capsys)

    assert (first["new"], again["new"], again["unchanged"]) == (4, 0, 4)
    assert Instrument.objects.get(ticker="VOD").unit == "GBp"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("XNYS:A,,XNYS,equity,USD,,,,", "no name"),
        ("A,Agilent,,equity,USD,,,,", "has no venue"),
        ("XNYS:A,Agilent,XNYS,widget,USD,,,,", "kind 'widget'"),
        ("XNYS:A,Agilent,XNYS,equity,USD,US00846U1017,,,", "ISIN"),
        ("XNYS:A,Agilent,XNYS,equity,USD,,BBG000C2V3D7,,", "FIGI"),
        ("XNAS:GOOG,Twice,XNAS,equity,USD,,,,", "stands twice"),
    ],
)
def test_a_bad_row_is_refused_by_its_line(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], row: str, reason: str
) -> None:
    file = tmp_path / "master.csv"
    file.write_text(HEAD + GOOD + row + "\n")

    found = taken(file, capsys)

    assert found["new"] == 4
    (refused,) = found["refused"]  # type: ignore[misc]
    assert refused["line"] == 6
    assert reason in refused["reason"]


def test_listings_of_one_isin_are_one_share_class_of_one_issuer(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "master.csv"
    file.write_text(HEAD + GOOD)
    taken(file, capsys)
    google = Instrument.objects.get(symbol="XNAS:GOOGL")

    assert [one.symbol for one in queries.other_listings(google)] == ["XETR:ABEA"]
    assert [one.symbol for one in queries.same_issuer(google)] == ["XNAS:GOOG"]
    assert (Issuer.objects.count(), ShareClass.objects.count()) == (1, 2)


def test_what_is_gone_is_not_meant_by_a_bare_ticker(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "master.csv"
    rows = "XNYS:ZZZ,Gone,XNYS,equity,USD,,,,True\nXBER:ZZZ,Here,XBER,equity,EUR,,,,False\n"
    file.write_text(HEAD + rows)
    taken(file, capsys)

    found = queries.instrument_for("ZZZ")

    assert found is not None
    assert found.name == "Here"


def test_a_source_that_knows_no_number_of_shares_forgets_none(db: None) -> None:
    row = {"symbol": "XNYS:CVX", "name": "Chevron", "kind": "equity", "currency": "USD"}
    import_instruments([{**row, "shares": "1900000000"}])
    import_instruments([{**row, "name": "Chevron Corporation"}])

    known = Instrument.objects.get(symbol="XNYS:CVX")
    assert (known.name, known.shares) == ("Chevron Corporation", 1_900_000_000)


def test_a_number_of_shares_that_is_none_is_refused(db: None) -> None:
    row = {"symbol": "XNYS:CVX", "name": "Chevron", "kind": "equity", "currency": "USD"}
    report = import_instruments([{**row, "shares": "many"}])

    assert report.refused == [(2, "shares 'many' is no whole number of shares")]
