"""Reads of what somebody has saved."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from alley.accounts.models import Reader
from alley.saved.models import SavedItem
from alley.subjects import Subject, find


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved item and what it leads to; `subject` is None where that is gone by now."""

    item: SavedItem
    subject: Subject | None


def saved_items(reader: Reader, *, q: str = "", folder: str | None = None) -> QuerySet[SavedItem]:
    """Newest first; `q` looks in the titles, `folder` "" means those in none."""
    items = SavedItem.objects.filter(reader=reader)
    for word in q.split()[:10]:
        items = items.filter(title__icontains=word)
    return items if folder is None else items.filter(folder=folder)


def folders(reader: Reader) -> list[str]:
    named = SavedItem.objects.filter(reader=reader).exclude(folder="")
    return sorted(set(named.values_list("folder", flat=True)))


def with_subjects(items: Iterable[SavedItem]) -> list[Kept]:
    return [Kept(item, find(item.kind, item.key)) for item in items]


def saved_among(reader: Reader, subjects: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Which of these (kind, key) the reader has saved, in one query."""
    wanted = Q(pk__in=[])
    for kind, key in subjects:
        wanted |= Q(kind=kind, key=key)
    rows = SavedItem.objects.filter(wanted, reader=reader)
    return set(rows.values_list("kind", "key"))
