"""A broker's file of a make nobody knows: named, looked at, taken in and undone."""

import pytest
from playwright.sync_api import FilePayload, expect

from tests.e2e.conftest import People
from tests.served import Site

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

FILE = b"""When;Did;Paper;Pieces;Each;Costs
05.01.2022;Kauf;CVX;10;119,50;2,00
06.01.2022;Kauf;CVX;ten;120,10;2,00
"""
COLUMNS = {"date": "When", "type": "Did", "symbol": "Paper", "quantity": "Pieces", "price": "Each"}


def test_an_unknown_file_is_taken_in_and_undone(somebody: People, demo_site: Site) -> None:
    page = somebody.signs_in("cy")
    page.goto("/portfolios/")
    page.get_by_label("New portfolio").fill("From a file")
    page.get_by_label("Its currency").fill("USD")
    page.get_by_role("button", name="Make it").click()
    page.get_by_role("link", name="Import a file").click()
    unknown = FilePayload(name="own.csv", mimeType="text/csv", buffer=FILE)
    page.get_by_label("File (CSV").set_input_files(unknown)
    page.get_by_role("button", name="Look at it").click()

    expect(page.get_by_text("Say which column is the date.")).to_be_visible()
    expect(page.get_by_role("cell", name="119,50")).to_be_visible()
    for ours, theirs in COLUMNS.items():
        page.locator(f"#c-{ours}").select_option(theirs)
    page.get_by_label("Decimals").select_option("comma")
    page.get_by_label("Dates").select_option("day")
    page.get_by_role("button", name="Look again").click()

    refused = page.get_by_role("row", name="refused")
    expect(refused).to_have_count(1)
    expect(refused).to_contain_text("is not a number")
    page.get_by_role("button", name="Take in 1 transaction").click()

    bought = page.locator(".transactions-table tbody tr")
    expect(bought).to_have_count(1)
    expect(bought).to_contain_text("119.50")
    expect(page.get_by_text("1 added, 0 known, 1 refused")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("None yet.")).to_be_visible()
