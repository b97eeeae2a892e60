"""Reads of what somebody has saved."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from alley.accounts.models import Reader
from alley.discussion.queries import comment_for
from alley.refusals import Refused
from alley.saved.models import SavedItem
from alley.subjects import Subject, find


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved item and what it leads to; `subject` is None where that is gone by now."""

    item: SavedItem
    subject: Subject | None

    @property
    def title(self) -> str:
        """Of a comment that is gone (or is not shown to this reader) not a word is told."""
        if self.subject is not None:
            return self.subject.title
        return "A comment" if self.item.kind == "comment" else self.item.title


def saved_items(reader: Reader, *, q: str = "", folder: str | None = None) -> QuerySet[SavedItem]:
    """Newest first; `q` looks in the titles, `folder` "" means those in none."""
    items = SavedItem.objects.filter(reader=reader)
    for word in q.split()[:10]:
        items = items.filter(title__icontains=word)
    return items if folder is None else items.filter(folder=folder)


def folders(reader: Reader) -> list[str]:
    named = SavedItem.objects.filter(reader=reader).exclude(folder="")
    return sorted(set(named.values_list("folder", flat=True)))


def with_subjects(items: Iterable[SavedItem], *, q: str = "") -> list[Kept]:
    """`q` is what was looked for: words of a comment that is gone find nothing."""
    kept = [Kept(item, _subject_for(item)) for item in items]
    return [one for one in kept if one.subject or one.item.kind != "comment" or not q]


def saved_among(reader: Reader, subjects: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Which of these (kind, key) the reader has saved, in one query."""
    wanted = Q(pk__in=[])
    for kind, key in subjects:
        wanted |= Q(kind=kind, key=key)
    rows = SavedItem.objects.filter(wanted, reader=reader)
    return set(rows.values_list("kind", "key"))


def comments_saved(reader: Reader, comment_ids: list[int]) -> frozenset[int]:
    """Which of these comments the reader has saved."""
    keys = [str(pk) for pk in comment_ids]
    found = SavedItem.objects.filter(reader=reader, kind="comment", key__in=keys)
    return frozenset(int(key) for key in found.values_list("key", flat=True))


def _subject_for(item: SavedItem) -> Subject | None:
    """Not the comment of somebody the reader no longer meets."""
    subject = find(item.kind, item.key)
    if subject is not None and item.kind == "comment":
        try:
            comment_for(item.reader, int(item.key))
        except Refused:
            return None
    return subject
