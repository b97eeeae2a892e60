"""Many cases decided together, as they were previewed; and all of that taken back together."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from alley.accounts.models import Reader
from alley.accounts.permissions import May, check
from alley.moderation.actions.decide import decide
from alley.moderation.actions.undo import undo
from alley.moderation.models import Case, Decision
from alley.refusals import Refusal, Refused

MOST = 500
TOO_MANY = Refusal("too_many_cases", f"At most {MOST} cases at once.", 422)
NONE = Refusal("not_found", "There is no such group of decisions.", 404)


@dataclass(slots=True)
class Outcome:
    """`refused` has the case and why; it stays for a person to look at."""

    batch: str
    done: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def decide_all(
    *,
    seen: Sequence[tuple[int, int]],
    moderator: Reader,
    action: str,
    guideline: str = "",
    note: str = "",
) -> Outcome:
    """Decide each (case, version) that was previewed, each in its own transaction: one that has
    changed since is left out, and said. Raises Refused `too_many_cases`."""
    check(moderator, May.MODERATE)
    if len(seen) > MOST:
        raise Refused(TOO_MANY)
    outcome = Outcome(uuid.uuid4().hex)
    cases = Case.objects.in_bulk([pk for pk, _ in seen])
    for pk, version in seen:
        try:
            decide(
                case=cases[pk],
                moderator=moderator,
                action=action,
                version=version,
                guideline=guideline,
                note=note,
                batch=outcome.batch,
            )
            outcome.done += 1
        except Refused as error:
            outcome.refused.append((pk, error.refusal.detail))
        except KeyError:
            outcome.refused.append((pk, "It is not there any more."))
    return outcome


def undo_all(*, batch: str, moderator: Reader) -> Outcome:
    """Take back each decision of the group, the newest first. Raises Refused `not_found`."""
    check(moderator, May.MODERATE)
    together = Decision.objects.filter(batch=batch, undone=None).order_by("-pk") if batch else None
    if not together:
        raise Refused(NONE)
    outcome = Outcome(batch)
    for decision in together:
        try:
            with transaction.atomic():
                undo(decision=decision, moderator=moderator)
            outcome.done += 1
        except Refused as error:
            outcome.refused.append((decision.case_id, error.refusal.detail))
    return outcome
