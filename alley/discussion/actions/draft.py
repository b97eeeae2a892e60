"""Keeping what somebody is writing, so that another device has it too and neither loses a word."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import BigIntegerField, CharField, PositiveBigIntegerField, QuerySet

from alley import subjects
from alley.accounts.agents import changed_elsewhere
from alley.accounts.models import Reader
from alley.accounts.turns import moment_after_waiting
from alley.discussion import rules
from alley.discussion.body import MAX_CODE_POINTS
from alley.discussion.models import Draft
from alley.live import bus
from alley.prepared import Blank, prepared
from alley.refusals import Refused

MOST_DRAFTS = 100  # a reader; the oldest go first


@dataclass(frozen=True, slots=True)
class Writing:
    """Who keeps a draft: `form` is what the page calls itself, `base` the version it goes on from
    (None: whatever is there)."""

    form: str = ""
    device: str = ""
    base: int | None = None

    def missed(self, kept: Draft, body: str) -> bool:
        """Whether another device wrote something that this one has not seen."""
        others = not self.form or kept.writer != self.form
        return self.base not in {None, kept.version} and others and kept.body != body


@transaction.atomic
def keep_draft(
    *,
    reader: Reader,
    kind: str,
    key: str,
    body: str,
    parent: int = 0,
    writing: Writing = Writing(),
) -> Draft | None:
    """One draft a form; an empty one is dropped. The reader's other open pages hear of it, all
    but the form that sent it. Raises Refused `not_found` where there is nothing to discuss, and
    `changed_elsewhere` with the text that another device wrote meanwhile: that stays.
    """
    subject = subjects.find(kind, key)
    if subject is None or kind == "comment":
        raise Refused(rules.NO_SUBJECT)
    now = moment_after_waiting(reader)
    kept = _kept.first(reader=reader.pk, kind=kind, key=subject.key, parent=parent)
    if kept is not None and writing.missed(kept, body):
        raise Refused(changed_elsewhere(kept.version, kept.changed_on, body=kept.body))
    if not body.strip() and (kept is None or kept.chart_id is None):
        _dropped(reader, kept, writing)
        return None
    draft = kept or Draft(reader=reader, kind=kind, key=subject.key, parent=parent)
    draft.body = body[: 2 * MAX_CODE_POINTS]
    draft.version = max(draft.version + 1, int(now.timestamp() * 1000))
    draft.writer, draft.changed_on = writing.form[:200], writing.device
    draft.save()
    if kept is None:
        _forget_oldest(reader)
    _tell(draft, writing)
    return draft


@transaction.atomic
def posted_draft(
    *,
    reader: Reader,
    kind: str,
    key: str,
    body: str,
    parent: int = 0,
    writing: Writing = Writing(),
) -> None:
    """It became a comment, and is gone; but what another device wrote meanwhile, and is not in the
    comment, stays."""
    kept = _kept.first(reader=reader.pk, kind=kind, key=key, parent=parent)
    if kept is not None and (not writing.missed(kept, body) or kept.body.strip() in body):
        _dropped(reader, kept, Writing())


def _dropped(reader: Reader, kept: Draft | None, writing: Writing) -> None:
    if kept is not None:
        kept.delete()
        kept.version = 0
        _tell(kept, writing)


@prepared(
    reader=BigIntegerField(), kind=CharField(), key=CharField(), parent=PositiveBigIntegerField()
)
def _kept(reader: Blank, kind: Blank, key: Blank, parent: Blank) -> QuerySet[Draft]:
    return Draft.objects.filter(reader=reader, kind=kind, key=key, parent=parent)


def _forget_oldest(reader: Reader) -> None:
    mine = Draft.objects.filter(reader=reader).order_by("-updated", "-id")
    Draft.objects.filter(pk__in=list(mine.values_list("pk", flat=True)[MOST_DRAFTS:])).delete()


def _tell(draft: Draft, writing: Writing) -> None:
    event = {
        "type": "draft.changed",
        "thread": f"thread:{draft.kind}:{draft.key}",
        "parent": draft.parent,
        "form": writing.form,
        "version": draft.version,
        "by": writing.device,
    }
    bus.publish(f"me:{draft.reader_id}", event)
