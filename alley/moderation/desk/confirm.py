"""Suspending or banning somebody is asked once more: whom, for how long, with what they wrote."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from alley.accounts.http import ReaderRequest
from alley.moderation import policy as policies
from alley.moderation import queries
from alley.moderation.models import Case, Decision

ASKED = (Decision.Action.SUSPEND, Decision.Action.BAN)
OTHER = "other"


def is_to_ask(sent: Any) -> bool:
    return sent.get("action") in ASKED and "confirmed" not in sent


def ask(request: ReaderRequest, case: Case, kept: dict[str, str]) -> HttpResponse:
    """The question; without JavaScript a page, with it a dialog filled from this page."""
    sent, now = request.POST, timezone.now()
    ladder = policies.current().sanctions.ladder
    step = queries.next_step(case.author)
    context = {
        "case": case,
        "action": sent["action"],
        "version": sent.get("version", ""),
        "chosen": sent.get("guideline", ""),
        "note": sent.get("note", ""),
        "kept": kept,
        "next": sent.get("next", ""),
        "guidelines": policies.current().guidelines,
        "steps": [
            {"number": number, "days": days, "until": now + days, "next": number == step}
            for number, days in enumerate(ladder)
        ],
        "tomorrow": (now + timedelta(days=1)).date(),
    }
    return render(request, "moderation/desk/confirm.html", context)


def asked_until(sent: Any, now: datetime) -> datetime | None:
    """When a suspension ends: a step of the ladder, the end of a day, or None for the next step."""
    ladder = policies.current().sanctions.ladder
    number = sent.get("step", "")
    if number == OTHER:
        try:
            day = date.fromisoformat(sent.get("until", ""))
        except ValueError:
            return now  # no day given: refused as one that is past
        return datetime.combine(day, time(23, 59), tzinfo=UTC)
    if number.isdecimal() and len(number) < 3 and int(number) < len(ladder):
        return now + ladder[int(number)]
    return None
