"""Texts of others that are nearly the same as this one."""

from datetime import datetime, timedelta

from django.db.models import BigIntegerField, CharField, DateTimeField, QuerySet

from alley.moderation.campaigns import HASHES, ROWS, bands_of
from alley.moderation.models import Case, Sketch
from alley.prepared import Blank, prepared

WITHIN = timedelta(days=7)
COMPARED = 20  # candidates; more of them add nothing
PLACES = [f"band{number}" for number in range(HASHES // ROWS)]


def cases_alike(bands: list[str], author_id: int, now: datetime) -> QuerySet[Case]:
    """Cases of others that share a band, decided or not: worth comparing as wholes."""
    return Case.objects.filter(pk__in={case for case, *_ in _near(bands, author_id, now)})


def others_alike(text: str, author_id: int, now: datetime) -> list[tuple[int, str]]:
    """What others wrote like it that went before a moderator, however much was written since."""
    bands = bands_of(text)
    if not bands:
        return []
    return [(author, said) for _, author, said in dict.fromkeys(_near(bands, author_id, now))]


def _near(bands: list[str], author_id: int, now: datetime) -> list[tuple[int, int, str]]:
    """Case, author and text, as often as a band is shared."""
    filled = dict(zip(PLACES, bands, strict=True))
    return _sharing.all(author=author_id, since=now - WITHIN, **filled)


@prepared(author=BigIntegerField(), since=DateTimeField(), **dict.fromkeys(PLACES, CharField()))
def _sharing(author: Blank, since: Blank, **bands: Blank) -> QuerySet[Sketch, tuple[int, int, str]]:
    near = Sketch.objects.filter(band__in=list(bands.values()), opened__gt=since)
    others = near.exclude(case__author=author).order_by("-opened")
    return others.values_list("case", "case__author", "case__text")[:COMPARED]
