"""Moves after a story: their picture, and what they are held against."""

from django import template
from django.utils.safestring import SafeString

from alley.markets.charts import move
from alley.markets.reaction import WindowResult

register = template.Library()
NAMES = {
    "INDEX:SPX": "S&P 500",
    "INDEX:FTSE": "FTSE 100",
    "INDEX:GDAXI": "DAX",
    "INDEX:FCHI": "CAC 40",
    "INDEX:STOXX": "STOXX 600",
    "INDEX:N225": "Nikkei 225",
}


@register.simple_tag
def move_picture(window: WindowResult) -> SafeString:
    return move.move_picture(window)


@register.filter
def benchmark_name(symbol: str) -> str:
    """`S&P 500` for INDEX:SPX; what is not so well known by its code."""
    return NAMES.get(symbol, symbol.partition(":")[2])
