"""Texts of others that are nearly the same as this one."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from alley.moderation.campaigns import bands_of
from alley.moderation.models import Case, Sketch

WITHIN = timedelta(days=7)
COMPARED = 20  # candidates; more of them add nothing


def cases_alike(bands: list[str], author_id: int, now: datetime) -> QuerySet[Case]:
    """Cases of others that share a band, decided or not: worth comparing as wholes."""
    near = Sketch.objects.filter(band__in=bands, opened__gt=now - WITHIN)
    others = near.exclude(case__author=author_id).order_by("-opened").values_list("case", flat=True)
    return Case.objects.filter(pk__in=list(others[:COMPARED]))


def others_alike(text: str, author_id: int, now: datetime) -> list[tuple[int, str]]:
    """What others wrote like it that went before a moderator, however much was written since."""
    bands = bands_of(text)
    if not bands:
        return []
    return list(cases_alike(bands, author_id, now).values_list("author_id", "text"))
