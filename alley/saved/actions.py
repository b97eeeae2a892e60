<<<<<<< HEAD
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
=======
"""Saving and unsaving: one row a reader and subject."""

from django.db import transaction

from alley.accounts.models import Reader
from alley.accounts.permissions import May, check
from alley.refusals import Refusal, Refused
from alley.saved.models import SavedItem
from alley.subjects import find

NO_SUCH = Refusal("not_found", "There is nothing like this to save.", status=404)
LONG_FOLDER = Refusal("invalid", "A folder's name has at most 60 characters.", status=422)


@transaction.atomic
def save(*, reader: Reader, kind: str, key: str, folder: str = "") -> tuple[SavedItem, bool]:
    """Keep a subject for later; says whether it is new. Saving again moves it to another folder
    when one is named.

    Raises Refused `not_found` for what nobody may see.
    """
    check(reader, May.SAVE)
    subject = find(kind, key)
    if subject is None:
        raise Refused(NO_SUCH)
    folder = " ".join(folder.split())
    if len(folder) > 60:
        raise Refused(LONG_FOLDER)
>>>>>>> trunk
    item, created = SavedItem.objects.get_or_create(
        reader=reader,
        kind=subject.kind,
        key=subject.key,
<<<<<<< HEAD
        defaults={"title": subject.title[:300], "folder": rules.folder_name(folder or "")},
    )
    if not created and folder is not None:
        item.folder = rules.folder_name(folder)
=======
        defaults={"title": subject.title[:300], "folder": folder},
    )
    if folder and item.folder != folder:
        item.folder = folder
>>>>>>> trunk
        item.save(update_fields=["folder"])
    return item, created


<<<<<<< HEAD
@transaction.atomic
def unsave(*, reader: Reader, kind: str, key: str) -> bool:
    """Whether there was something to let go of."""
    check(reader, May.SAVE)
    gone, _ = SavedItem.objects.filter(reader=reader, kind=kind, key=key).delete()
    return bool(gone)
=======
def unsave(*, reader: Reader, kind: str, key: str) -> bool:
    """Forget it; says whether it was saved."""
    deleted, _ = SavedItem.objects.filter(reader=reader, kind=kind, key=key).delete()
    return deleted > 0
>>>>>>> trunk
