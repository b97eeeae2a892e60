"""Saving, moving to a folder, and no longer keeping."""

from django.db import transaction

from alley import subjects
from alley.accounts.models import Reader
from alley.accounts.permissions import May, check
from alley.discussion.queries import comment_for
from alley.refusals import Refused
from alley.saved import rules
from alley.saved.models import SavedItem


@transaction.atomic
def save(
    *, reader: Reader, kind: str, key: str, folder: str | None = None
) -> tuple[SavedItem, bool]:
    """Keep a subject: (item, created). Saving again changes nothing but a folder that is named.

    Raises Refused `not_found`: also for the comment of somebody one does not meet.
    """
    check(reader, May.SAVE)
    subject = subjects.find(kind, key)
    if subject is None:
        raise Refused(rules.NOTHING)
    if subject.kind == "comment":
        comment_for(reader, int(subject.key))
    item, created = SavedItem.objects.get_or_create(
        reader=reader,
        kind=subject.kind,
        key=subject.key,
        defaults={"title": subject.title[:300], "folder": rules.folder_name(folder or "")},
    )
    if not created and folder is not None:
        item.folder = rules.folder_name(folder)
        item.save(update_fields=["folder"])
    return item, created


@transaction.atomic
def unsave(*, reader: Reader, kind: str, key: str) -> bool:
    """Whether there was something to let go of."""
    check(reader, May.SAVE)
    gone, _ = SavedItem.objects.filter(reader=reader, kind=kind, key=key).delete()
    return bool(gone)
