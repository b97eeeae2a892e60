"""ChartSpec: what may stand in it, and what a wrong one is told."""

import json
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from alley.markets.charts import asked
from alley.markets.charts.spec import LARGEST, PARAMS, ChartSpec, Span, spec_of
from alley.refusals import Refused

POINT = {"t": "2022-01-06T14:16:00Z", "price": "81.99"}


def faults(written: Any) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        spec_of(written)
    assert refused.value.refusal.code == "bad_chart"
    return [(each["at"], each["message"]) for each in refused.value.refusal.more["reasons"]]


def test_the_smallest_spec_has_sensible_habits() -> None:
    spec = spec_of({"symbol": "COMDTY:BRENT"})

    assert (spec.v, spec.interval, spec.range, spec.scale) == (1, "1d", "1Y", "linear")


def test_a_spec_survives_its_own_json() -> None:
    written = {
        "symbol": "XNYS:CVX",
        "range": {"from": "2022-01-01T00:00:00Z", "to": "2022-06-01T00:00:00Z"},
        "scale": "log",
        "type": "bars",
        "compare": ["COMDTY:BRENT"],
        "indicators": [{"name": "MACD", "params": [12, 26, 9]}],
        "drawings": [
            {"kind": "channel", "points": [POINT, POINT, POINT]},
            {"kind": "text", "points": [POINT], "text": "Here"},
        ],
        "markers": [{"kind": "story", "id": 7, "t": "2022-01-06T14:16:00Z"}],
        "call": "up",
    }
    spec = spec_of(written)

    assert spec_of(spec.as_dict()) == spec
    assert spec.as_dict()["drawings"][0]["points"][0]["price"] == "81.99"
    assert spec.words == "Here"


WRONG = [
    ({"symbol": "brent"}, [("symbol", "is not written as VENUE:TICKER")]),
    (
        {"symbol": "A:B", "drawings": [{"kind": "ray", "points": [POINT]}]},
        [("drawings.0", "a ray has 2 points")],
    ),
    (
        {"symbol": "A:B", "indicators": [{"name": "RSI", "params": [1]}]},
        [("indicators.0", "parameter 1 of RSI is 2 to 500")],
    ),
    (
        {"symbol": "A:B", "range": {"from": "2022-02-01T00:00:00Z", "to": "2022-01-01T00:00:00Z"}},
        [("range", "`from` is before `to`")],
    ),
    (
        {"symbol": "A:B", "compare": ["A:B"]},
        [("", "compare with other instruments, each once")],
    ),
    ({"symbol": "A:B", "colour": 1}, [("colour", "Extra inputs are not permitted")]),
    ({"symbol": "A:B", "v": 2}, [("v", "Input should be 1")]),
    ({"symbol": "A:B", "tz": "Mars/Base"}, [("tz", "is not a time zone")]),
    (
        {"symbol": "A:B", "drawings": [{"kind": "level", "points": [{**POINT, "price": "NaN"}]}]},
        [("drawings.0.points.0.price", "Input should be a finite number")],
    ),
    (
        {"symbol": "A:B", "drawings": [{"kind": "text", "points": [POINT], "text": "a\u202eb"}]},
        [("drawings.0", "the words hold letters that cannot be seen")],
    ),
]


@pytest.mark.parametrize(("written", "expected"), WRONG)
def test_each_fault_is_named_with_its_place(
    written: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert faults(written) == expected


def test_six_comparisons_are_too_many() -> None:
    assert faults({"symbol": "A:B", "compare": [f"C:{n}" for n in range(6)]})[0][0] == "compare"


def test_sixteen_kilobytes_are_the_most() -> None:
    text = json.dumps({"symbol": "A:B"})

    assert spec_of(text + " " * (LARGEST - len(text))).symbol == "A:B"
    assert faults(text + " " * LARGEST) == [("", "is larger than 16 KB")]


@pytest.mark.parametrize("garbage", ["", "[", "null", "7", '{"symbol": 3}', "[[[[" * 5000])
def test_garbage_is_refused_not_crashed_over(garbage: str) -> None:
    assert faults(garbage)


names = st.sampled_from(sorted(PARAMS))
indicators = names.map(lambda name: {"name": name, "params": []})


@given(
    range=st.sampled_from(["1M", "1Y", "MAX"]),
    kind=st.sampled_from(["candles", "line", "area", "bars"]),
    scale=st.sampled_from(["linear", "log", "percent"]),
    indicators=st.lists(indicators, max_size=4),
)
def test_an_address_asks_for_the_chart_it_was_made_of(
    range: str, kind: str, scale: str, indicators: list[dict[str, Any]]
) -> None:
    spec = ChartSpec.model_validate(
        {"symbol": "A:B", "range": range, "type": kind, "scale": scale, "indicators": indicators}
    )

    assert asked.asked("A:B", QueryDict(asked.address(spec)).dict()) == spec


def test_a_free_stretch_of_time_is_asked_for_as_iso_8601_writes_it() -> None:
    days = asked.asked("A:B", {"range": "2022-01-03/2022-01-07"})
    assert isinstance(days.range, Span)
    assert days.stretch == "2022-01-03T00:00:00Z/2022-01-07T23:59:59Z"  # the last day is in it

    again = asked.asked("A:B", QueryDict(asked.address(days)).dict())
    assert again == days


@pytest.mark.parametrize("written", ["2022-01-07/2022-01-03", "2022-01-03/", "soon/later", "/"])
def test_a_stretch_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(Refused) as refused:
        asked.asked("A:B", {"range": written})

    assert refused.value.refusal.code == "bad_chart"
