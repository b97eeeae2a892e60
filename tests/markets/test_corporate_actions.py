"""What companies do to their shares, and what symbols meant on which day."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from alley import cli, subjects
from alley.accounts.models import Reader
from alley.discussion.actions import post_comment
from alley.discussion.models import Thread
from alley.markets import actions, queries
from alley.markets.models import Alias, CorporateAction, Instrument

from .conftest import instrument

QQQQ = {"symbol": "XNAS:QQQQ", "kind": "rename", "date": "2011-03-23", "to": "XNAS:QQQ"}


def take_in(*rows: dict[str, str]) -> actions.Report:
    return actions.import_corporate_actions(list(rows), source="test")


def test_qqqq_is_todays_qqq(db: None) -> None:
    fund = instrument("XNAS:QQQQ", "Invesco QQQ Trust", rank=10)

    take_in(QQQQ)
    fund.refresh_from_db()

    assert fund.symbol == "XNAS:QQQ"
    for written in ("XNAS:QQQQ", "NASDAQ:QQQQ", "QQQQ", "XNAS:QQQ", "QQQ"):
        assert queries.instrument_for(written) == fund
    assert queries.instrument_for("QQQQ", date(2010, 5, 6)) == fund
    assert queries.instrument_for("QQQ", date(2010, 5, 6)) is None
    assert queries.instrument_for("QQQ", date(2012, 5, 6)) == fund
    assert queries.instrument_for("QQQQ", date(2012, 5, 6)) is None
    assert list(queries.search_instruments("QQQQ")) == [fund]


def test_a_master_with_only_the_new_symbol_learns_the_old_one(db: None) -> None:
    fund = instrument("XNAS:QQQ", "Invesco QQQ Trust", rank=10)

    assert take_in(QQQQ).new == 1
    assert queries.instrument_for("NASDAQ:QQQQ", date(2010, 5, 6)) == fund


def test_a_ticker_that_changed_hands_means_who_held_it_that_day(db: None) -> None:
    meta = instrument("XNAS:FB", "Meta Platforms", rank=10)
    take_in({"symbol": "XNAS:FB", "kind": "rename", "date": "2022-06-09", "to": "XNAS:META"})
    fund = instrument("ARCX:METV", "Roundhill Ball Metaverse ETF")
    take_in({"symbol": "ARCX:META", "kind": "rename", "date": "2022-01-31", "to": "ARCX:METV"})

    assert queries.instrument_for("META", date(2021, 12, 1)) == fund
    assert queries.instrument_for("META", date(2022, 7, 1)) == meta
    assert queries.instrument_for("META") == meta
    assert queries.instrument_for("FB", date(2021, 12, 1)) == meta


def test_vmware_ended_in_broadcom_and_stays_findable(db: None) -> None:
    broadcom = instrument("XNAS:AVGO", "Broadcom Inc", rank=10)
    vmware = instrument("XNYS:VMW", "VMware Inc", rank=10)
    Alias.objects.create(instrument=vmware, text="VMware")

    take_in({"symbol": "XNYS:VMW", "kind": "delisting", "date": "2023-11-22", "to": "XNAS:AVGO"})
    vmware.refresh_from_db()

    assert vmware.successor == broadcom
    assert queries.instrument_for("NYSE:VMW", date(2021, 6, 1)) == vmware
    assert queries.instrument_for("VMW") == vmware
    assert queries.instrument_for("NYSE:VMW", date(2024, 6, 1)) is None
    assert vmware.aliases.get().valid_to == date(2023, 11, 22)


def test_roche_trades_as_rop_and_its_thread_moves_along(db: None, ada: Reader) -> None:
    instrument("XSWX:ROG", "Roche Holding", rank=10)
    post_comment(author=ada, kind="instrument", key="XSWX:ROG", body="A good year for pills.")

    take_in({"symbol": "XSWX:ROG", "kind": "rename", "date": "2026-03-02", "to": "XSWX:ROP"})

    assert Thread.objects.get().key == "XSWX:ROP"
    subject = subjects.find("instrument", "XSWX:ROG")
    assert subject is not None
    assert subject.key == "XSWX:ROP"


def test_the_same_file_again_changes_nothing_and_a_correction_corrects(
    chevron: Instrument,
) -> None:
    split = {"symbol": "NYSE:CVX", "kind": "split", "date": "2004-09-13", "ratio": "2:1"}
    paid = {"symbol": "NYSE:CVX", "kind": "dividend", "date": "2022-02-15", "amount": "1.41"}

    assert take_in(split, paid).new == 2
    assert take_in(split, paid).unchanged == 2
    assert take_in(paid | {"amount": "1.42"}).updated == 1
    assert queries.dividends_of("XNYS:CVX")[0].amount == Decimal("1.42")
    assert queries.splits_of("XNYS:CVX", as_of=date(2004, 9, 12)) == []


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"kind": "gift"}, "kind 'gift' is not one of"),
        ({"ratio": "4"}, "is not written as 4:1"),
        ({"ratio": "0:1"}, "is not above zero"),
        ({"date": "13/09/2004"}, "is not written as 2020-08-31"),
        ({"symbol": "NYSE:NOPE"}, "no instrument 'XNYS:NOPE'"),
        ({"kind": "dividend", "amount": "-1"}, "is not above zero"),
        ({"kind": "rename", "to": ""}, "new symbol '' cannot be read"),
        ({"kind": "unit"}, "needs the new unit"),
    ],
)
def test_a_bad_row_is_refused_with_its_line(
    chevron: Instrument, row: dict[str, str], reason: str
) -> None:
    good = {"symbol": "NYSE:CVX", "kind": "split", "date": "2004-09-13", "ratio": "2:1"}

    report = take_in(good | row, good)

    assert report.new == 1
    ((line, words),) = report.refused
    assert line == 2
    assert reason in words


def test_what_is_announced_happens_on_its_day(db: None) -> None:
    roche = instrument("XSWX:ROG", "Roche Holding")
    take_in({"symbol": "XSWX:ROG", "kind": "rename", "date": "2999-01-04", "to": "XSWX:ROP"})
    assert queries.instrument_for("XSWX:ROG") == roche

    assert actions.carry_out_due(date(2999, 1, 3)) == 0
    assert actions.carry_out_due(date(2999, 1, 4)) == 1
    roche.refresh_from_db()

    assert roche.symbol == "XSWX:ROP"
    assert actions.carry_out_due(date(2999, 1, 4)) == 0


def test_by_command(chevron: Instrument, tmp_path: Path) -> None:
    file = tmp_path / "actions.csv"
    file.write_text("symbol,kind,date,ratio\nXNYS:CVX,split,2004-09-13,2:1\n")

    assert cli.run(["actions", "import", str(file), "--json"]) == 0
    assert CorporateAction.objects.get().source == "file actions.csv"
