"""A policy is written, replayed over the past, and only then switched on."""

import uuid
from datetime import date

from django.db import transaction
from django.utils import timezone

from alley.accounts.models import Reader
from alley.accounts.permissions import May, check
from alley.moderation import policy as policies
from alley.moderation import tasks
from alley.moderation.labelled import LabelError, read_labelled
from alley.moderation.models import PolicyDraft
from alley.refusals import Refusal, Refused

State = PolicyDraft.State
MOST_LABELLED = 5 * 1024 * 1024  # bytes of an uploaded file


@transaction.atomic
def save_draft(*, text: str, admin: Reader) -> PolicyDraft:
    """Keep what somebody is writing, right or wrong; the backtest of another text is dropped."""
    check(admin, May.CHANGE_POLICY)
    draft, _ = PolicyDraft.objects.select_for_update().get_or_create(
        author=admin, defaults={"text": text, "saved": timezone.now()}
    )
    if draft.text != text:
        draft.state, draft.result, draft.asked = State.WRITTEN, {}, {}
    draft.text, draft.saved = text, timezone.now()
    draft.save()
    return draft


@transaction.atomic
def ask_backtest(*, admin: Reader, since: date | None = None, labelled: str = "") -> PolicyDraft:
    """Have the draft replayed in the background. Raises PolicyError, LabelError, Refused."""
    check(admin, May.CHANGE_POLICY)
    draft = PolicyDraft.objects.select_for_update().filter(author=admin).first()
    if draft is None:
        raise Refused(Refusal("not_found", "Save a draft first.", 404))
    policies.read(draft.text)
    if len(labelled) > MOST_LABELLED:
        raise LabelError("the file is too large; 5 MB at most")
    for _ in read_labelled(labelled) if labelled else ():
        pass  # every line is understood before anything runs
    draft.asked = {"run": uuid.uuid4().hex, "since": since.isoformat() if since else ""}
    draft.state, draft.labelled, draft.result = State.WAITING, labelled, {}
    draft.seen = draft.total = 0
    draft.save()
    run = draft.asked["run"]
    transaction.on_commit(lambda: tasks.backtest.enqueue(draft_id=draft.pk, run=run))
    return draft
