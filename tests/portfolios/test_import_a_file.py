"""A file taken in: previewed, mapped, written once, undone as one, and out again."""

import json
from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from alley.accounts.models import Reader
from alley.markets.models import Instrument
from alley.portfolios import actions, exporting
from alley.portfolios.commands import portfolio as command
from alley.portfolios.models import Batch, Portfolio
from alley.refusals import Refused
from tests.portfolios.conftest import listed

FILES = Path(__file__).parent / "files"


def take_in(portfolio: Portfolio, content: bytes, format: str = "auto") -> Batch:
    return actions.commit(portfolio, actions.preview(portfolio, content, format), file_name="f")


def test_the_same_file_twice_adds_nothing(portfolio: Portfolio) -> None:
    content = (FILES / "degiro.csv").read_bytes()
    first = take_in(portfolio, content)
    count = portfolio.transactions.count()
    second = actions.preview(portfolio, content)
    assert first.added == count > 10
    assert second.counts["new"] == 0
    assert second.counts["known"] == count
    assert take_in(portfolio, content).added == 0
    assert portfolio.transactions.count() == count


def test_a_longer_export_of_the_same_account_adds_only_what_is_new(portfolio: Portfolio) -> None:
    lines = (FILES / "trading212.csv").read_bytes().splitlines(keepends=True)
    take_in(portfolio, b"".join(lines[:4]))
    assert take_in(portfolio, b"".join(lines)).added == len(lines) - 4


def test_a_file_is_undone_as_one_and_the_portfolio_is_as_it_was(
    portfolio: Portfolio, cvx: Instrument
) -> None:
    actions.add_transaction(
        portfolio,
        {"date": "2022-01-03", "type": "buy", "symbol": "CVX", "quantity": "1", "price": "9"},
    )
    before = exporting.as_json(portfolio)
    batch = take_in(portfolio, (FILES / "schwab.csv").read_bytes())
    actions.undo(portfolio, batch.pk)
    assert exporting.as_json(portfolio) == before


def test_an_instrument_is_found_by_isin_ticker_and_venue(portfolio: Portfolio) -> None:
    listed("XNYS:CVX", isin="US1667641005")
    listed("XETR:SPYL", currency="EUR")
    listed("CRYPTO:BTC-EUR", currency="EUR", kind="crypto")
    take_in(portfolio, (FILES / "funds.ofx").read_bytes())
    assert portfolio.transactions.filter(symbol="XNYS:CVX").count() == 4
    take_in(portfolio, (FILES / "xtb.csv").read_bytes())
    assert portfolio.transactions.filter(symbol="XETR:SPYL").exists()


def test_what_is_not_listed_is_kept_under_its_isin_and_can_be_assigned(
    portfolio: Portfolio,
) -> None:
    looked = actions.preview(portfolio, (FILES / "rabobank.csv").read_bytes())
    bought = next(v for v in looked.verdicts if v.columns.get("type") == "buy")
    assert bought.columns["symbol"].startswith("ISIN:NL")
    assert "not among our instruments" in bought.why
    actions.commit(portfolio, looked, file_name="f")
    assert actions.assign(portfolio, bought.columns["symbol"], "XNYS:CVX") > 0


def test_a_refused_row_does_not_stop_the_others(portfolio: Portfolio) -> None:
    text = b"date,type,symbol,quantity,price,currency\n"
    text += b"2022-01-06,buy,CVX,1,120,USD\nsoon,buy,CVX,1,1,USD\n"
    looked = actions.preview(portfolio, text)
    assert [(v.line, v.what) for v in looked.verdicts] == [(2, "new"), (3, "refused")]
    assert "not a date" in looked.verdicts[1].why
    assert take_in(portfolio, text).refused == 1


def test_the_mapping_screen_makes_sense_of_an_unknown_file(
    ada: Reader, portfolio: Portfolio, cvx: Instrument
) -> None:
    client = Client()
    client.force_login(ada)
    text = "Wann;Was;Papier;Stk;Kurs\n06.01.2022;Zukauf;CVX;1,5;120,25\n"
    base = f"/portfolios/{portfolio.pk}/import/"
    answer = client.post(
        base, {"file": SimpleUploadedFile("bank.csv", text.encode()), "format": "auto"}
    )
    page = answer["Location"]
    assert "Which column is which" in client.get(page).content.decode()
    mapped = {
        "do": "map", "column-date": "Wann", "column-type": "Was", "column-symbol": "Papier",
        "column-quantity": "Stk", "column-price": "Kurs", "currency": "USD", "decimal": "comma",
        "word": "Zukauf", "kind": "buy",
    }  # fmt: skip
    client.post(page, mapped)
    client.post(page, {"do": "commit"})
    row = portfolio.transactions.get()
    assert (row.symbol, row.quantity, row.price, row.date) == (
        "XNYS:CVX", D("1.5"), D("120.25"), date(2022, 1, 6),
    )  # fmt: skip
    client.post(base, {"do": "undo", "batch": row.batch_id})
    assert not portfolio.transactions.exists()


def test_nobody_looks_at_another_s_file(ada: Reader, bo: Reader, portfolio: Portfolio) -> None:
    kept = actions.upload(portfolio, b"date,amount\n2022-01-06,5\n", "f.csv", "auto")
    with pytest.raises(Refused):
        actions.upload_for(bo, kept.pk)
    assert actions.upload_for(ada, kept.pk) == kept


def test_the_api_answers_with_a_verdict_for_each_row(ada: Reader, portfolio: Portfolio) -> None:
    client = Client()
    client.force_login(ada)
    asked = {"format": "auto", "content": (FILES / "avanza.csv").read_text(), "dry_run": True}
    base = f"/api/v1/portfolios/{portfolio.pk}"
    dry = client.post(f"{base}/import", asked, "application/json").json()
    assert (dry["format"], dry["batch"], portfolio.transactions.count()) == ("avanza", None, 0)
    done = client.post(f"{base}/import", {**asked, "dry_run": False}, "application/json").json()
    assert portfolio.transactions.count() == done["new"] == dry["new"]
    assert client.delete(f"{base}/imports/{done['batch']}").status_code == 204
    assert portfolio.transactions.count() == 0


def test_the_command_takes_a_file_in(ada: Reader, portfolio: Portfolio) -> None:
    path = str(FILES / "swissquote.csv")
    told = CliRunner().invoke(command, ["import", "swissquote", path, "--user", "ada", "--json"])
    summary = json.loads(told.output)
    assert told.exit_code == 0
    assert portfolio.transactions.count() == summary["new"] > 3
    assert CliRunner().invoke(command, ["import", "auto", path, "--user", "nobody"]).exit_code == 1


def test_ghostfolio_s_file_comes_in_and_goes_out(portfolio: Portfolio, cvx: Instrument) -> None:
    activity = {
        "accountId": "x", "comment": None, "currency": "USD", "dataSource": "YAHOO",
        "date": "2022-01-05T23:00:00.000Z", "fee": 1.5, "quantity": 2, "symbol": "CVX",
        "type": "BUY", "unitPrice": 120.25,
    }  # fmt: skip
    take_in(
        portfolio,
        json.dumps({"meta": {}, "activities": [activity, {**activity, "type": "GIFT"}]}).encode(),
    )
    row = portfolio.transactions.get()
    assert (row.symbol, row.quantity, row.price, row.fee) == (
        "XNYS:CVX", D(2), D("120.25"), D("1.5"),
    )  # fmt: skip
    out = json.loads(exporting.as_ghostfolio(portfolio, timezone.now()))
    assert out["activities"][0]["unitPrice"] == 120.25
    assert out["activities"][0]["type"] == "BUY"


def test_a_spreadsheet_runs_nothing_of_an_export(portfolio: Portfolio) -> None:
    given = {
        "date": "2022-01-06",
        "type": "deposit",
        "amount": "5",
        "currency": "EUR",
        "note": "=1+1",
    }
    actions.add_transaction(portfolio, given)
    assert ",'=1+1\r\n" in exporting.as_csv(portfolio)
