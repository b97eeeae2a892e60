"""Prices and moves as people read them."""

from datetime import timedelta
from decimal import Decimal

from django import template

from alley.markets.quotes import text_of

register = template.Library()


@register.filter
def plain(price: Decimal) -> str:
    """For machines: `81.99`."""
    return text_of(price)


@register.filter
def shown(price: Decimal | None) -> str:
    """For people: `4,700.58`, never fewer than two places, a true minus."""
    if price is None:
        return "–"
    whole, _, part = text_of(abs(price)).partition(".")
    sign = "−" if price < 0 else ""
    return f"{sign}{int(whole):,}.{part.ljust(2, '0')}"


@register.filter
def signed(number: Decimal) -> str:
    """`+1.72`, `−0.94`."""
    return shown(number) if number < 0 else f"+{shown(number)}" if number > 0 else shown(number)


@register.filter
def ticker(symbol: str) -> str:
    """`XNYS:CVX` as `CVX`."""
    return symbol.partition(":")[2]


@register.filter
def way(number: Decimal) -> str:
    return "up" if number > 0 else "down" if number < 0 else "flat"


@register.filter
def spell(span: timedelta) -> str:
    """`0.4 s`, `12 min`, `3 h`, `2 days`."""
    seconds = span.total_seconds()
    for size, word in ((86_400, "days"), (3_600, "h"), (60, "min")):
        if abs(seconds) >= 2 * size:
            return f"{seconds / size:.0f} {word}"
    return f"{seconds:.1f} s"
