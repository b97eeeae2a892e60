"""Keeping what somebody is writing, so that another device has it too."""

from django.db import transaction
from django.db.models import BigIntegerField, CharField, PositiveBigIntegerField, QuerySet

from alley import subjects
from alley.accounts.models import Reader
from alley.discussion import rules
from alley.discussion.body import MAX_CODE_POINTS
from alley.discussion.models import Draft
from alley.live import bus
from alley.prepared import Blank, prepared
from alley.refusals import Refused

MOST_DRAFTS = 100  # a reader; the oldest go first


@transaction.atomic
def keep_draft(
    *, reader: Reader, kind: str, key: str, body: str, parent: int = 0, form: str = ""
) -> Draft | None:
    """One draft a form; an empty one is dropped. The reader's other open pages hear of it, all
    but `form`, which sent it. Raises Refused `not_found` where there is nothing to discuss.
    """
    subject = subjects.find(kind, key)
    if subject is None or kind == "comment":
        raise Refused(rules.NO_SUBJECT)
    if not body.strip() and not _has_chart(reader, kind, subject.key, parent):
        drop_draft(reader=reader, kind=kind, key=subject.key, parent=parent, form=form)
        return None
    draft, new = Draft.objects.update_or_create(
        reader=reader,
        kind=kind,
        key=subject.key,
        parent=parent,
        defaults={"body": body[: 2 * MAX_CODE_POINTS]},
    )
    if new:
        _forget_oldest(reader)
    _tell(reader, kind, subject.key, parent, form)
    return draft


@transaction.atomic
def drop_draft(*, reader: Reader, kind: str, key: str, parent: int = 0, form: str = "") -> None:
    kept = _kept.first(reader=reader.pk, kind=kind, key=key, parent=parent)
    if kept is not None:
        kept.delete()
        _tell(reader, kind, key, parent, form)


@prepared(
    reader=BigIntegerField(), kind=CharField(), key=CharField(), parent=PositiveBigIntegerField()
)
def _kept(reader: Blank, kind: Blank, key: Blank, parent: Blank) -> QuerySet[Draft]:
    return Draft.objects.filter(reader=reader, kind=kind, key=key, parent=parent)


def _has_chart(reader: Reader, kind: str, key: str, parent: int) -> bool:
    place = Draft.objects.filter(reader=reader, kind=kind, key=key, parent=parent)
    return place.exclude(chart=None).exists()


def _forget_oldest(reader: Reader) -> None:
    mine = Draft.objects.filter(reader=reader).order_by("-updated", "-id")
    Draft.objects.filter(pk__in=list(mine.values_list("pk", flat=True)[MOST_DRAFTS:])).delete()


def _tell(reader: Reader, kind: str, key: str, parent: int, form: str) -> None:
    thread = f"thread:{kind}:{key}"
    event = {"type": "draft.changed", "thread": thread, "parent": parent, "form": form}
    bus.publish(f"me:{reader.pk}", event)
