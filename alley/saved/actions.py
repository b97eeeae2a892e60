"""Saving and unsaving: one row a reader and subject."""

from django.db import transaction

from alley.accounts.models import Reader
from alley.accounts.permissions import May, check
from alley.discussion.queries import comment_for
from alley.live import bus
from alley.refusals import Refusal, Refused
from alley.saved.models import SavedItem
from alley.subjects import find

NO_SUCH = Refusal("not_found", "There is nothing like this to save.", status=404)
LONG_FOLDER = Refusal("invalid", "A folder's name has at most 60 characters.", status=422)


@transaction.atomic
def save(
    *, reader: Reader, kind: str, key: str, folder: str = "", device: str = ""
) -> tuple[SavedItem, bool]:
    """Keep a subject for later; says whether it is new. Saving again moves it to another folder
    when one is named.

    Raises Refused `not_found` for what nobody may see.
    """
    check(reader, May.SAVE)
    subject = find(kind, key)
    if subject is None:
        raise Refused(NO_SUCH)
    if subject.kind == "comment":
        comment_for(reader, int(subject.key))  # not of somebody one does not meet
    folder = " ".join(folder.split())
    if len(folder) > 60:
        raise Refused(LONG_FOLDER)
    item, created = SavedItem.objects.get_or_create(
        reader=reader,
        kind=subject.kind,
        key=subject.key,
        defaults={
            "title": subject.title[:300],
            "folder": folder,
            "changed_on": device,
        },
    )
    moved = bool(folder) and item.folder != folder
    if moved:
        item.folder, item.changed_on = folder, device
        item.save(update_fields=["folder", "changed_on"])
    if created or moved:
        _told(reader, item.kind, item.key, device, saved=True)
    return item, created


@transaction.atomic
def unsave(*, reader: Reader, kind: str, key: str, device: str = "") -> bool:
    """Forget it; says whether it was saved."""
    deleted, _ = SavedItem.objects.filter(reader=reader, kind=kind, key=key).delete()
    if deleted:
        _told(reader, kind, key, device, saved=False)
    return deleted > 0


def _told(reader: Reader, kind: str, key: str, device: str, *, saved: bool) -> None:
    """To the reader's open pages, on every device."""
    event = {"type": "saved.changed", "kind": kind, "key": key, "saved": saved, "by": device}
    bus.publish(f"me:{reader.pk}", event)
