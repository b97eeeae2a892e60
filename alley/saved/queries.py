<<<<<<< HEAD
"""What a reader has kept."""

from dataclasses import dataclass
from datetime import datetime

from alley import subjects
from alley.accounts.models import Reader
from alley.discussion.queries import comment_for
from alley.keyset import page_of
from alley.refusals import Refused
from alley.saved.models import SavedItem
from alley.subjects import Subject
=======
"""Reads of what somebody has saved."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from alley.accounts.models import Reader
from alley.saved.models import SavedItem
from alley.subjects import Subject, find
>>>>>>> trunk


@dataclass(frozen=True, slots=True)
class Kept:
<<<<<<< HEAD
    """`url` is None for what is no longer there, or no longer for this reader."""

    kind: str
    key: str
    title: str
    url: str | None
    folder: str
    created: datetime


def saved_page(
    reader: Reader,
    q: str = "",
    folder: str | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> tuple[list[Kept], str | None]:
    """Newest first; `q` searches the titles, `folder` narrows to one ("" is: in none)."""
    items = SavedItem.objects.filter(reader=reader)
    for word in q.split()[:8]:
        items = items.filter(title__icontains=word)
    if folder is not None:
        items = items.filter(folder=folder)
    page = page_of(items, ("-id",), cursor, limit)
    return [_kept(reader, item) for item in page.items], page.next


def folders_of(reader: Reader) -> list[str]:
    named = SavedItem.objects.filter(reader=reader).exclude(folder="")
    return list(named.order_by("folder").values_list("folder", flat=True).distinct())


def comments_saved(reader: Reader, comment_ids: list[int]) -> frozenset[int]:
    keys = [str(pk) for pk in comment_ids]
    found = SavedItem.objects.filter(reader=reader, kind="comment", key__in=keys)
    return frozenset(int(key) for key in found.values_list("key", flat=True))


def is_saved(reader: Reader, kind: str, key: str) -> bool:
    return SavedItem.objects.filter(reader=reader, kind=kind, key=key).exists()


def _kept(reader: Reader, item: SavedItem) -> Kept:
    subject = _subject_for(reader, item)
    return Kept(
        kind=item.kind,
        key=item.key,
        title=(subject.title if subject else "No longer available"),
        url=subject.url if subject else None,
        folder=item.folder,
        created=item.created,
    )


def _subject_for(reader: Reader, item: SavedItem) -> Subject | None:
    subject = subjects.find(item.kind, item.key)
    if subject is not None and item.kind == "comment":
        try:
            comment_for(reader, int(item.key))
        except Refused:
            return None
    return subject
=======
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
>>>>>>> trunk
