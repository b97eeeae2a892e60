"""From a file to transactions on the pages: any file has a preview, rows that are refused say why,
the columns of an unknown file are named, and all of it is undone."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from alley.accounts.models import Reader
from alley.markets.models import Instrument
from alley.portfolios.models import Portfolio
from tests.portfolios.test_reading_files import BROKERS, FILES, OFX, QIF

UNKNOWN = (
    "When;Did;Paper;Pieces;Each;Costs\n"
    "05.01.2022;Kauf;CVX;10;119,50;2,00\n"
    "06.01.2022;Kauf;CVX;ten;120,10;2,00\n"
    "07.01.2022;Hexed;CVX;5;121,00;2,00\n"
)
COLUMNS = {
    "column-date": "When", "column-type": "Did", "column-symbol": "Paper",
    "column-quantity": "Pieces", "column-price": "Each", "column-fee": "Costs",
}  # fmt: skip


@pytest.fixture
def as_ada(client: Client, ada: Reader) -> Client:
    client.force_login(ada)
    return client


def looked_at(client: Client, portfolio: Portfolio, name: str, content: bytes) -> str:
    """The address of the preview; empty where the file was refused in words."""
    file = SimpleUploadedFile(name, content)
    sent = {"file": file, "format": "auto"}
    answer = client.post(f"/portfolios/{portfolio.pk}/import/", sent)
    assert answer.status_code == 302
    where = str(answer["Location"])
    return where if where != f"/portfolios/{portfolio.pk}/import/" else ""


@pytest.mark.parametrize(
    "path", [*sorted(FILES.glob("*.*")), *BROKERS, *OFX, *QIF], ids=lambda path: path.name
)
def test_any_file_has_a_preview(as_ada: Client, portfolio: Portfolio, path: Path) -> None:
    where = looked_at(as_ada, portfolio, path.name, path.read_bytes())
    if where:
        assert as_ada.get(where).status_code == 200


def test_an_unknown_file_is_named_looked_at_taken_in_and_undone(
    as_ada: Client, portfolio: Portfolio, cvx: Instrument
) -> None:
    where = looked_at(as_ada, portfolio, "own.csv", UNKNOWN.encode())
    first = as_ada.get(where).content.decode()
    assert "Say which column is the date." in first
    assert "<td>119,50</td>" in first  # how the file begins
    mapped = {"do": "map", "currency": "USD", "decimal": "comma", "dates": "day", **COLUMNS}
    as_ada.post(where, mapped)
    page = as_ada.get(where).content.decode()
    assert "Take in 1 transaction<" in page
    assert page.count('verdict-refused"') == 2
    assert "is not a number" in page
    assert portfolio.transactions.count() == 0

    as_ada.post(where, {"do": "commit"})
    assert portfolio.transactions.get().symbol == "XNYS:CVX"
    batch = portfolio.batches.get()
    undo = {"do": "undo", "batch": batch.pk}
    as_ada.post(f"/portfolios/{portfolio.pk}/import/", undo)
    assert portfolio.transactions.count() == 0
