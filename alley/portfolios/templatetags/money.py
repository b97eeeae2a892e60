"""Amounts and percents as people read them; masked amounts are dots, on the server already."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.safestring import mark_safe

from alley.refusals import Refusal

register = template.Library()
HIDDEN = "•••"


@register.filter
def money(amount: Decimal | float | None, masked: bool = False) -> str:
    """`12,345.60`, with a true minus."""
    if amount is None:
        return "–"
    if masked:
        return HIDDEN
    return _minus(f"{round(Decimal(amount), 2):,.2f}")


@register.filter
def gain(amount: Decimal | float | None, masked: bool = False) -> str:
    """Like money, with its sign."""
    if amount is None or masked:
        return money(amount, masked)
    words = money(amount)
    return f"+{words}" if round(Decimal(amount), 2) > 0 else words


@register.filter
def loss(amount: Decimal | None, masked: bool = False) -> str:
    """What goes off: its sign turned."""
    return gain(None if amount is None else -amount, masked)


@register.filter
def percent(ratio: Decimal | float | None) -> str:
    """A ratio as `12.34 %`."""
    if ratio is None or ratio != ratio:
        return "–"
    return _minus(f"{round(Decimal(ratio) * 100, 2):,.2f} %")


@register.filter
def gain_percent(ratio: Decimal | float | None) -> str:
    words = percent(ratio)
    return f"+{words}" if ratio is not None and ratio == ratio and ratio >= 0.00005 else words


@register.filter
def points(number: float | None) -> str:
    """Percentage points, with their sign: `+0.42`."""
    if number is None:
        return "–"
    words = _minus(f"{round(Decimal(number), 2):,.2f}")
    return f"+{words}" if round(number, 2) > 0 else words


@register.filter
def count(quantity: Decimal | None, masked: bool = False) -> str:
    """Shares: no more places than there are."""
    if quantity is None:
        return "–"
    if masked:
        return HIDDEN
    text = f"{quantity:,f}"
    return _minus(text.rstrip("0").rstrip(".") if "." in text else text)


@register.filter
def tone(amount: Any) -> str:
    """A class: up, down or nothing."""
    if amount is None or amount != amount:
        return ""
    return "up" if amount > 0 else "down" if amount < 0 else ""


@register.filter
def spoken(word: str) -> str:
    """`short_sell` as `Short sell`."""
    return word.replace("_", " ").capitalize()


@register.filter
def day(moment: Any) -> str:
    return date_format(moment, "j M Y") if moment else "–"


@register.simple_tag
def invalid(refusal: Refusal | None, field: str) -> str:
    """What marks the field that a refusal is about, and leads the reader there."""
    meant = [one["field"] for one in (refusal.more.get("fields") or ())] if refusal else []
    words = ' aria-invalid="true" aria-describedby="t-refusal" autofocus'
    return mark_safe(words) if field in meant[:1] else ""  # noqa: S308  no word of the reader's


@register.filter
def day_of(written: Any) -> str:
    """A day as a file has it: spelled out where it is one, else as it stands."""
    try:
        return day(date.fromisoformat(str(written)))
    except ValueError:
        return str(written)


def _minus(text: str) -> str:
    return text.replace("-", "−") if text.strip("-0.,% ") else text.replace("-", "")
