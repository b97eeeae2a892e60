"""The minutes around a firing, drawn: where the price came from and what it did next."""

from datetime import timedelta
from decimal import Decimal

from alley.alerts.models import Alert, Firing
from alley.markets.models import Bar
from alley.shell.plots import Mark, Plot, Series, lines

BEFORE, AFTER = timedelta(hours=2), timedelta(hours=1)
FEW = 5  # bars: fewer draw no picture


def around(firing: Firing) -> Plot | None:
    """None where no tick fired it, or no minute bars are held of that time."""
    tick, instrument = firing.proof.get("tick"), firing.alert.instrument
    if tick is None or instrument is None:
        return None
    span = (firing.at - BEFORE, firing.at + AFTER)
    bars = Bar.objects.filter(instrument=instrument, interval="1m", time__range=span)
    rows = list(bars.order_by("time").values_list("time", "close"))
    if len(rows) < FEW:
        return None
    unit = instrument.unit or instrument.currency
    price = Decimal(tick["price"])
    crossed = firing.alert.kind == Alert.Kind.PRICE_CROSS and firing.rule_is_current
    return lines(
        f"{instrument.name} around that moment",
        "Closes of minutes, two hours before and one after; the ring is the tick that fired it.",
        [Series(instrument.name, [(at, float(close)) for at, close in rows])],
        unit=unit,
        marks=[Mark(firing.at, f"{price:,f} {unit}", float(price))],
        levels=[float(firing.alert.params["level"])] if crossed else (),
        name="around",
    )
