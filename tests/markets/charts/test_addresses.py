"""Charts as files and on the page of their instrument, without JavaScript."""

import pytest
from django.test import Client

from alley.markets import demo
from alley.markets.models import Instrument
from tests.markets.conftest import brent

__all__ = ["brent"]


@pytest.fixture
def market(db: None) -> None:
    demo.load_demo_prices()


def test_a_chart_is_a_picture_at_an_address(client: Client, market: None) -> None:
    drawn = client.get("/charts/COMDTY:BRENT.svg?range=5Y&type=area&indicators=SMA:50,RSI")
    rastered = client.get("/charts/COMDTY:BRENT.png?size=card")

    assert drawn["Content-Type"] == "image/svg+xml"
    assert "SMA 50" in drawn.content.decode()
    assert "style-src 'sha256-" in drawn["Content-Security-Policy"]
    assert rastered["Content-Type"] == "image/png"
    assert "instrument:COMDTY:BRENT" in rastered["Surrogate-Key"].split()


def test_nobody_has_a_chart_of_what_is_not_there(client: Client, brent: Instrument) -> None:
    assert client.get("/charts/XNYS:NOPE.svg").status_code == 404
    assert client.get("/charts/COMDTY:BRENT.svg").status_code == 404  # no price of it


def test_a_chart_that_cannot_be_is_refused_in_words(client: Client, brent: Instrument) -> None:
    answer = client.get("/charts/COMDTY:BRENT.svg?range=9Z")

    assert answer.status_code == 422
    assert "range" in answer.content.decode()


def test_the_page_shows_the_chart_it_is_asked_for(client: Client, market: None) -> None:
    page = client.get("/markets/COMDTY:WTI/?range=2Y&scale=log").content.decode()

    assert "/charts/COMDTY:WTI.svg?range=2Y&amp;type=line&amp;scale=log" in page.replace("%3A", ":")
    assert 'property="og:image"' in page


def test_the_negative_day_of_april_2020_is_on_the_picture(client: Client, market: None) -> None:
    answer = client.get("/charts/COMDTY:WTI.svg?range=MAX&scale=percent").content.decode()

    assert "lowest −36.98 on 20 Apr 2020" in answer


def test_the_prices_of_a_free_stretch_are_those_of_its_days(client: Client, market: None) -> None:
    stretch = "2022-01-03/2022-01-05"
    told = client.get(f"/api/v1/charts/COMDTY:BRENT/window?range={stretch}").json()
    assert [row[0][:10] for row in told["window"]["main"]["bars"]] == [
        "2022-01-03",
        "2022-01-04",
        "2022-01-05",
    ]
    page = client.get(f"/markets/COMDTY:BRENT/?range={stretch}").content.decode()
    assert 'name="range" value="2022-01-03T00:00:00Z/2022-01-05T23:59:59Z"' in page  # Show keeps it
