"""A drafted policy, backtested in the background: it says how far it is, and yields to a newer."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import structlog
from django.db.models import QuerySet
from django.utils import timezone

from alley.moderation import policy as policies
from alley.moderation import queries
from alley.moderation.labelled import LabelError, read_labelled
from alley.moderation.models import PolicyDraft
from alley.moderation.policy import PolicyError
from alley.moderation.replay import Replay, Sample

logger = structlog.get_logger()
State = PolicyDraft.State


def run_backtest(draft_id: int, run: str) -> None:
    """Replay a draft, and say how far it is; stops where another run was asked for since."""
    draft = PolicyDraft.objects.filter(pk=draft_id, asked__run=run).first()
    if draft is None or draft.state == State.DONE:
        return
    mine = PolicyDraft.objects.filter(pk=draft_id, asked__run=run)
    try:
        result = _replayed(draft, mine)
    except (PolicyError, LabelError) as error:
        mine.update(state=State.FAILED, result={"error": str(error)})
    except Exception:
        logger.exception("backtest.failed", draft=draft_id)
        mine.update(state=State.FAILED, result={"error": "The backtest broke; see the log."})
        raise
    else:
        mine.update(state=State.DONE, result=result, labelled="", seen=result["comments"])


def samples(since: datetime | None, labelled: str = "") -> Iterator[Sample]:
    """Those of the file where there is one, else the site's own past."""
    if not labelled:
        return queries.past_samples(since)
    return (Sample(text, bad, source="file") for text, bad in read_labelled(labelled))


def _replayed(draft: PolicyDraft, mine: QuerySet[PolicyDraft]) -> dict[str, Any]:
    since = moment(draft.asked.get("since", ""))
    replay = Replay(policies.current(), policies.read(draft.text))
    total = draft.labelled.count("\n") if draft.labelled else queries.count_past(since)
    mine.update(state=State.RUNNING, total=total, seen=0)
    for seen in replay.over(samples(since, draft.labelled)):
        if not mine.update(seen=seen):
            break  # another run has taken its place
    return {**replay.as_dict(), "source": "file" if draft.labelled else "past"}


def moment(day: str) -> datetime | None:
    if not day:
        return None
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), time()))
