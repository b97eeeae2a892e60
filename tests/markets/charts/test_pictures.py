"""The server's pictures: right for odd data, the same bytes for the same chart, safe to show."""

import re
import struct
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from alley.markets.charts import palette, svg
from alley.markets.charts.axes import Moments, Scale, labels
from alley.markets.charts.plot import NARROW, WIDE, Size
from alley.markets.charts.png import png
from alley.markets.charts.spec import spec_of
from alley.markets.charts.window import Window, window_of
from tests.markets.charts.drawing import START, candle, closes, series, window

YEAR = tuple(
    candle(day, f"{80 + day % 9}", f"{90 + day % 7}", f"{70 + day % 5}", f"{80 + day % 11}")
    for day in range(260)
)


def drawn(window: Window, size: Size = WIDE, **asked: Any) -> str:
    return svg.draw(spec_of({"symbol": window.main.symbol, **asked}), window, size)


def read(picture: str) -> etree._Element:
    """The picture as XML: it is well-formed, or this raises."""
    return etree.fromstring(picture.encode())


def words(picture: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", picture).split())


@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("kind", ["candles", "line", "area", "bars"])
def test_a_picture_is_whole_says_whose_prices_and_gives_no_advice(kind: str, size: Size) -> None:
    picture = drawn(Window(series(YEAR)), size, type=kind)
    root = read(picture)

    assert root.get("role") == "img"
    assert "Brent crude oil, daily, one year" in words(picture)
    assert "EIA spot" in words(picture)
    assert "No advice" in words(picture)
    assert "style=" not in picture
    assert "<script" not in picture


def test_a_year_with_everything_stays_under_forty_kilobytes() -> None:
    everything = [{"name": name} for name in ("SMA", "BOLL", "VOLUME", "RSI")]

    assert len(drawn(Window(series(YEAR)), indicators=everything)) < 40_000


def test_ten_years_are_not_longer_than_they_need_be() -> None:
    many = tuple(
        candle(day, "80", f"{90 + day % 7}", "70", f"{80 + day % 11}") for day in range(2600)
    )

    assert len(drawn(Window(series(many)), range="10Y")) < 40_000


def test_the_same_chart_has_the_same_bytes() -> None:
    once, again = (drawn(Window(series(YEAR)), indicators=[{"name": "RSI"}]) for _ in range(2))

    assert once == again
    assert png(once) == png(again)


def test_a_frozen_window_comes_back_as_it_was() -> None:
    whole = Window(series(YEAR), (series(closes("1", "2"), "XNYS:CVX"),), 100)

    assert window_of(whole.as_dict()) == whole
    assert window_of(whole.as_dict()).hash == whole.hash
    assert Window(series(YEAR[:-1]), first=100).hash != whole.hash


def test_below_zero_there_is_a_line_at_zero_and_no_percent() -> None:
    """WTI, April 2020: 18.31, -36.98, 8.91."""
    picture = drawn(window("-36.98", "8.91", "18.31"), type="line", scale="percent")

    assert "chart-zero" in picture
    assert "Percent is not meaningful" in words(picture)
    assert "−36.98" in words(picture)


def test_a_log_scale_over_a_negative_price_says_that_it_cannot_be() -> None:
    assert "A log scale needs prices above zero" in words(
        drawn(window("18.31", "-36.98"), type="line", scale="log")
    )


def test_one_price_and_a_flat_line_have_a_height() -> None:
    for one in (window("80"), window("80", "80", "80"), window("0", "0")):
        assert "NaN" not in drawn(one, type="line")
        read(drawn(one, type="line"))


def test_no_price_is_no_picture() -> None:
    assert drawn(Window(series(())), type="line") == ""


@pytest.mark.parametrize(
    ("prices", "shown"),
    [
        (("1e14", "3e14"), "T"),
        (("0.00000012", "0.00000019"), "0.000000"),
        (("-5e17", "8e17"), "e+17"),
        (("1234567", "2345678"), "M"),
    ],
)
def test_enormous_and_tiny_numbers_fit(prices: tuple[str, ...], shown: str) -> None:
    picture = drawn(window(*prices), type="line")
    longest = max(
        len(text) for text in re.findall(r'class="chart-word"[^>]*>([^<]+)</text>', picture)
    )

    assert shown in words(picture)
    assert longest < 20


def test_what_others_wrote_is_shown_not_run() -> None:
    text = '<script>alert(1)</script> & "so"'
    at = {"t": START.isoformat(), "price": "80"}
    picture = drawn(
        window("80", "81"), type="line", drawings=[{"kind": "text", "points": [at], "text": text}]
    )

    read(picture)
    assert "<script" not in picture
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in picture


def test_a_compared_price_that_was_not_made_that_day_is_a_gap_not_a_flat_line() -> None:
    others = closes("10", "11", "12", "13")
    compared = series((others[0], others[3]), "XNYS:CVX")
    picture = drawn(
        Window(series(closes("80", "81", "82", "83")), (compared,)),
        type="line",
        compare=["XNYS:CVX"],
    )
    path = re.search(r'class="chart-compared chart-compared-0" d="(M[^"]*h0.1M[^"]*h0.1)"', picture)

    assert path, "two dots: nothing is drawn between days that have no price"


def test_what_is_compared_starts_at_zero_percent() -> None:
    compared = series(closes("200", "220"), "XNYS:CVX")
    picture = drawn(Window(series(closes("80", "84")), (compared,)), compare=["XNYS:CVX"])

    assert "+10" in words(picture)
    assert "in percent" in words(picture)


def test_where_a_chart_was_posted_is_marked_once_time_has_gone_on() -> None:
    as_of = closes("1", "2", "3")[1].time.isoformat()

    assert "posted" in words(drawn(window("1", "2", "3"), as_of=as_of))
    assert "posted" not in words(drawn(window("1", "2"), as_of=as_of))


def test_a_drawing_stays_at_its_time_when_the_bars_change() -> None:
    """A point between two bars lies between them in proportion."""
    days = Moments(tuple(bar.time for bar in closes(*"123456789")), 900)
    weeks = Moments(days.times[::4], 900)
    noon = days.times[4] + (days.times[5] - days.times[4]) / 2

    assert days.place_of(noon) == 4.5
    assert weeks.place_of(noon) == 1.125
    assert days.place_of(days.times[-1] + days.usual_gap * 3) == 11.0


@given(
    low=st.floats(-1e12, 1e12, allow_nan=False), part=st.floats(1e-7, 1e3), most=st.integers(2, 9)
)
def test_round_numbers_lie_inside_the_scale_and_can_be_told_apart(
    low: float, part: float, most: int
) -> None:
    scale = Scale(low, low + part * max(abs(low), 1.0), 300)
    ticks = scale.ticks(most)

    assert len(ticks) <= most + 1
    assert all(-0.5 <= scale.y(tick) <= 300.5 for tick in ticks)
    assert len(set(labels(ticks))) == len(ticks)


@settings(max_examples=40)
@given(
    st.lists(
        st.decimals(-(10**15), 10**15, places=4, allow_nan=False, allow_infinity=False),
        min_size=1,
        max_size=60,
    ),
    st.sampled_from(["linear", "log", "percent"]),
    st.sampled_from(["candles", "line", "area", "bars"]),
)
def test_whatever_the_prices_the_picture_can_be_read(
    prices: list[Decimal], scale: str, kind: str
) -> None:
    picture = drawn(window(*(str(price) for price in prices)), scale=scale, type=kind)

    read(picture)
    assert "nan" not in picture.lower().replace("usd/bbl", "")
    assert "inf" not in re.sub(r"<title>.*</desc>", "", picture)


def test_a_png_is_a_png_of_twice_the_size_in_both_themes() -> None:
    picture = drawn(window("80", "81", "82"), type="line")
    light, dark = png(picture), png(picture, "dark")

    assert light[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", light[16:24])[0] == 1600
    assert light != dark


def test_a_picture_that_stands_alone_brings_its_one_style_and_says_its_hash() -> None:
    alone = palette.standing_alone(drawn(window("80", "81"), type="line"))
    (style,) = re.findall(r"<style>(.*?)</style>", alone, re.S)

    read(alone)
    assert style == palette.BOTH
    assert palette.STYLE_HASH in palette.POLICY
