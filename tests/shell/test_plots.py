"""Plots: honest pictures of any figures, with the same figures as a table."""

import re
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from alley.shell.plots import Mark, Plot, Series, bars, columns, lines, numbers, shares, times

START = date(2022, 1, 3)
ANY = st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=True))


def days(values: list[float | None]) -> list[tuple[date, float | None]]:
    return [(START + timedelta(days=place), value) for place, value in enumerate(values)]


def heights(plot: Plot) -> list[float]:
    points = re.search(r'<polyline class="plot-line plot-1" points="([^"]+)"', plot.svg)
    assert points
    return [float(pair.split(",")[1]) for pair in points[1].split()]


def is_whole(plot: Plot) -> bool:
    """Well-formed, named, without script or style, every place inside the picture."""
    ElementTree.fromstring(plot.svg)  # noqa: S314  our own
    assert plot.title in plot.svg
    assert "style=" not in plot.svg
    places = re.findall(r' (?:x|cx|y|cy|x1|y1)="(-?[\d.]+|nan|inf)%"', plot.svg)
    return all(-5 <= float(place) <= 105 for place in places)


def test_a_line_goes_up_when_its_values_do() -> None:
    rising = heights(lines("Value", "It rose.", [Series("Value", days([1, 2, 3]))]))
    assert rising == sorted(rising, reverse=True)


def test_one_scale_serves_all_series_and_the_legend_names_them() -> None:
    plot = lines("Both", "Two.", [Series("Mine", days([0, 10])), Series("Market", days([0, 5]))])
    assert [key.name for key in plot.legend] == ["Mine", "Market"]
    assert plot.rows[1] == ("4 Jan 2022", "10.00", "5.00")


def test_a_gap_is_not_bridged() -> None:
    plot = lines("Gap", "With a hole.", [Series("Value", days([1, 2, None, 3, 4]))])
    assert plot.svg.count("<polyline") == 2
    assert plot.rows[2] == ("5 Jan 2022", "–")


@pytest.mark.parametrize(
    "values",
    [
        pytest.param([5.0, 5.0, 5.0], id="constant"),
        pytest.param([0.0, 0.0], id="zero"),
        pytest.param([-36.98, 10.01], id="WTI, 20 April 2020"),
        pytest.param([1e15, 3e15], id="huge"),
        pytest.param([1e-9, 2e-9], id="tiny"),
        pytest.param([7.0], id="one point"),
    ],
)
def test_odd_figures_are_drawn_inside_the_picture(values: list[float]) -> None:
    assert is_whole(lines("Odd", "Odd.", [Series("Value", days(list(values)))], area=True))
    assert is_whole(columns("Odd", "Odd.", ["a"] * len(values), [("Value", values)]))
    assert is_whole(bars("Odd", "Odd.", [("name", value) for value in values]))


@given(st.lists(ANY, max_size=40))
def test_any_figures_make_a_whole_picture(values: list[float | None]) -> None:
    sane = [v if v is None or abs(v) < 1e300 else None for v in values]
    assert is_whole(lines("Any", "Any.", [Series("Value", days(sane))], from_zero=True))


def test_nothing_to_draw_is_said() -> None:
    for plot in (lines("None", "", []), bars("None", "", []), shares("None", "", [])):
        assert "No figures yet" in plot.svg
        assert plot.is_empty


def test_ten_years_of_days_stay_a_small_picture_that_keeps_its_peak() -> None:
    values: list[float | None] = [float(place % 50) for place in range(3650)]
    values[1234] = 900.0
    plot = lines("Long", "Ten years.", [Series("Value", days(values))])
    assert len(plot.svg) < 40_000
    assert min(heights(plot)) < 120  # the peak, near the top of 1000
    assert len(plot.rows) == 120
    assert plot.note == "120 of 3650 rows, evenly chosen."


def test_marks_stand_on_the_line_and_in_a_list() -> None:
    at = datetime(2022, 1, 4, 12, tzinfo=UTC)
    plot = lines(
        "Fired", "Where.", [Series("Price", days([1, 2, 3]))], marks=[Mark(at, "<b>", url="/x/")]
    )
    assert '<circle class="plot-mark "' in plot.svg
    assert "&lt;b&gt;" in plot.svg
    assert plot.marks == [("4 Jan 2022, 12:00", "<b>", "/x/")]


def test_columns_stack_and_losses_hang_below_zero() -> None:
    plot = columns(
        "Income", "By year.", ["2021", "2022"], [("Dividends", [5, 2]), ("Tax", [-1, 0])]
    )
    assert plot.svg.count("<rect") == 4
    assert plot.rows[0] == ("2021", "5.00", "−1.00")


def test_shares_add_up_and_the_small_stand_together() -> None:
    plot = shares("Kinds", "By kind.", [(f"part {n}", float(n)) for n in range(1, 13)])
    assert len(plot.legend) == 8
    assert plot.legend[-1].name == "5 others"
    assert sum(float(row[1]) for row in plot.rows) == pytest.approx(100, abs=0.1)


@pytest.mark.parametrize(
    ("value", "step", "words"),
    [
        (1_250_000, 50_000, "1.25 m"),
        (40_000, 10_000, "40k"),
        (-0.05, 0.05, "−0.05"),
        (0, 5, "0"),
        (-0.0, 5, "0"),
        (3e15, 1e15, "3.0e+15"),
    ],
)
def test_marks_are_short(value: float, step: float, words: str) -> None:
    assert numbers.short(value, step) == words


@given(st.floats(-1e12, 1e12), st.floats(min_value=1e-6, max_value=1e12))
def test_marks_of_a_scale_are_few_and_inside(low: float, spread: float) -> None:
    found = numbers.marks(low, low + spread)
    assert 1 <= len(found) <= 7
    assert all(low - spread * 0.01 <= mark <= low + spread * 1.01 for mark in found)


@given(
    st.datetimes(datetime(1850, 1, 1), datetime(2150, 1, 1)),  # noqa: DTZ001
    st.integers(0, 300 * 365 * 86_400),
)
def test_times_are_marked_two_to_five_times(start: datetime, length: int) -> None:
    first = start.replace(tzinfo=UTC).timestamp()
    found = times.marks(first, first + length)
    assert 1 + (length > 0) <= len(found) <= 5
    assert all(first <= place <= first + length for place, _ in found)


def test_the_page_has_picture_words_and_table() -> None:
    plot = lines("Value", "It rose by half.", [Series("Value", days([1, 1.5]))], unit="EUR")
    page = render_to_string("shell/_plot.html", {"plot": plot})
    assert 'role="img"' in page
    assert "It rose by half." in page
    assert "Value (EUR)" in page
