"""A chart asked for in an address: `?range=5Y&type=line&indicators=SMA:50,RSI&compare=XNYS:CVX`.
A free stretch of time is written as ISO 8601 has it: `?range=2022-01-03/2022-01-07`."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from alley.markets.charts.spec import ChartSpec, spec_of

WORDS = ("interval", "range", "type", "scale", "adjust", "tz")
LISTS = ("indicators", "compare")
KEYS = frozenset({*WORDS, *LISTS})


def asked(
    symbol: str, query: Mapping[str, str], usual: Mapping[str, Any] | None = None
) -> ChartSpec:
    """The spec; `usual` is what holds where nothing is asked. Raises Refused `bad_chart`."""
    written: dict[str, Any] = {"symbol": symbol, **(usual or {})}
    written |= {name: query[name] for name in WORDS if query.get(name)}
    if "/" in str(written.get("range", "")):
        written["range"] = _stretch(query["range"])
    if query.get("indicators"):
        written["indicators"] = [_indicator(text) for text in _listed(query["indicators"])]
    if query.get("compare"):
        written["compare"] = _listed(query["compare"])
    return spec_of(written)


def address(spec: ChartSpec) -> str:
    """The query that asks for this spec: what differs from the usual. Drawings stay behind."""
    usual = ChartSpec(symbol=spec.symbol)
    found: dict[str, str] = {}
    for name in WORDS:
        value = spec.stretch if name == "range" else getattr(spec, name)
        if value != getattr(usual, name) or name == "type":
            found[name] = value
    if spec.indicators:
        found["indicators"] = ",".join(_written(each.name, each.params) for each in spec.indicators)
    if spec.compare:
        found["compare"] = ",".join(spec.compare)
    return urlencode(found, safe=":,/")


def _stretch(text: str) -> dict[str, str]:
    """Where a day stands alone it is the whole day."""
    start, _, end = text.partition("/")
    return {
        "from": f"{start}T00:00:00Z" if "T" not in start else start,
        "to": f"{end}T23:59:59Z" if "T" not in end else end,
    }


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()][:20]


def _indicator(text: str) -> dict[str, Any]:
    name, *numbers = text.split(":")
    return {"name": name.upper(), "params": [_number(number) for number in numbers]}


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text  # the spec says what is wrong with it


def _written(name: str, params: tuple[float, ...]) -> str:
    return ":".join([name, *(f"{number:g}" for number in params)])
