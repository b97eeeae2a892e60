"""What every plot is: a picture, the names of its colours, and its figures as a table."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

COLOURS = 8  # classes plot-1 … plot-8; more than that nobody tells apart


@dataclass(frozen=True, slots=True)
class Key:
    """One line of the legend."""

    name: str
    look: str  # a class: "plot-1"
    value: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    name: str
    title: str
    description: str
    svg: SafeString
    head: tuple[str, ...] = ()
    rows: Sequence[tuple[str, ...]] = ()
    legend: Sequence[Key] = ()
    marks: Sequence[tuple[str, str, str]] = field(default=())  # (when, what, address)
    note: str = ""  # where the table does not hold every row

    @property
    def is_empty(self) -> bool:
        return not self.rows


def look(place: int) -> str:
    return f"plot-{place % COLOURS + 1}"


def picture(
    name: str, title: str, description: str, body: str, *, kind: str, height: int
) -> SafeString:
    """The SVG around `body`: fixed height, all the width there is."""
    return mark_safe(  # noqa: S308  numbers are ours, words are escaped
        f'<svg class="plot-picture plot-{kind}" width="100%" height="{height}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description)}</desc>{body}</svg>'
    )


def named(title: str, name: str) -> str:
    """An id of its own for each plot of a page."""
    return f"plot-{slugify(name or title) or 'unnamed'}"


def word(x: float, y: float | str, text: str, *, at: str = "start", look: str = "plot-word") -> str:
    place = y if isinstance(y, str) else f"{y:.2f}%"
    return f'<text class="{look}" x="{x:.2f}%" y="{place}" text-anchor="{at}">{escape(text)}</text>'


def nothing(name: str, title: str, description: str) -> Plot:
    """Said in the place of the picture where there is nothing to draw."""
    body = word(50, 50, "No figures yet", at="middle")
    return Plot(
        name, title, description, picture(name, title, description, body, kind="none", height=96)
    )
