"""A frozen chart as it goes from one site to another: its prices, its spec, its words and pictures.

What comes in is checked as if it came from anybody: the prices have their hash, the spec is one,
and the pictures are made of what our own pictures are made of.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from lxml import etree

from alley.markets.charts.spec import spec_of
from alley.markets.charts.window import window_of
from alley.markets.models import Adjustment, ChartSnapshot
from alley.refusals import Refused

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = frozenset(
    "svg title desc rect path text tspan circle line polygon polyline g".split()  # noqa: SIM905
)
ATTRIBUTES = frozenset(
    """class viewBox width height role x y dx dy d cx cy r rx points text-anchor overflow
    aria-hidden""".split()  # noqa: SIM905
)
LARGEST = 2_000_000  # letters of a picture; those of 10,000 bars have less


def carried(made: ChartSnapshot) -> dict[str, Any]:
    return {
        "symbol": made.instrument.symbol,
        "created": made.created.isoformat(),
        "spec": made.spec,
        "window": made.window,
        "data_hash": made.data_hash,
        "title": made.title,
        "description": made.description,
        "call": made.call,
        "price": f"{made.price.normalize():f}",
        "price_time": made.price_time.isoformat(),
        "price_label": made.price_label,
        "price_adjustment": made.price_adjustment,
        "picture": made.picture,
        "narrow": made.narrow,
    }


def taken_in(facts: Mapping[str, Any]) -> ChartSnapshot:
    """Of nobody yet, about no instrument yet, not saved. Raises ValueError with what is wrong."""
    try:
        spec, window = spec_of(facts["spec"]), window_of(facts["window"])
        if not window.hash == facts["data_hash"] == spec.data_hash:
            raise ValueError("its prices are not those it was frozen with")
        return ChartSnapshot(
            spec=spec.as_dict(),
            window=window.as_dict(),
            data_hash=window.hash,
            title=str(facts["title"])[:300],
            description=str(facts["description"]),
            call=spec.call,
            price=Decimal(str(facts["price"])),
            price_time=_moment(facts["price_time"]),
            price_label=str(facts["price_label"])[:160],
            price_adjustment=Adjustment(facts["price_adjustment"]),
            picture=_picture(str(facts["picture"])),
            narrow=_picture(str(facts["narrow"])),
            created=_moment(facts["created"]),
            kept=True,
        )
    except Refused as refused:
        raise ValueError(refused.refusal.detail) from None
    except (KeyError, TypeError, InvalidOperation, RecursionError):
        raise ValueError("it is not a chart of our export") from None


def _moment(said: object) -> datetime:
    moment = datetime.fromisoformat(str(said))
    if moment.tzinfo is None:
        raise ValueError("one of its times has no zone")
    return moment


def _picture(drawn: str) -> str:
    """As it is, if nothing in it can do more than be looked at."""
    if not drawn:
        return drawn
    if len(drawn) > LARGEST:
        raise ValueError("its picture is too large")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(drawn.encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise ValueError("its picture cannot be read") from None
    shapes = [*root.itersiblings(preceding=True), *root.iter(), *root.itersiblings()]
    names = {str(shape.tag).removeprefix(SVG) for shape in shapes}
    used = {str(name) for shape in shapes for name in shape.attrib}
    if "<!" in drawn or not (names <= SHAPES and used <= ATTRIBUTES):
        raise ValueError("its picture holds more than a drawing")
    return drawn
