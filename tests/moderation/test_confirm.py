"""Suspending or banning somebody from the desk is asked once more, and does what was chosen."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from alley.accounts.models import Reader
from alley.moderation import actions
from alley.moderation.models import Case, Decision, Sanction

Held = Callable[..., Case]


def address(case: Case) -> str:
    return f"/desk/moderation/cases/{case.pk}/decide/"


@pytest.mark.parametrize("action", ["suspend", "ban"])
def test_nothing_happens_before_the_question_is_answered(
    client: Client, ada: Reader, mo: Reader, held: Held, action: str
) -> None:
    case = held(ada)
    client.force_login(mo)
    sent = {"action": action, "version": 1, "guideline": "no_abuse", "kind": "held"}

    page = client.post(address(case), sent)

    words = page.content.decode()
    assert page.status_code == 200
    assert f"{action.capitalize()} Ada" in words
    assert 'value="no_abuse" required checked' in words
    assert 'name="kind" value="held"' in words
    assert not Decision.objects.exists()
    assert not Sanction.objects.exists()


@pytest.mark.parametrize(
    ("chosen", "days"),
    [({"step": "0"}, 3), ({"step": "2"}, 30), ({}, 3), ({"step": "9"}, 3), ({"step": "x"}, 3)],
)
def test_a_suspension_lasts_as_long_as_was_chosen(
    client: Client, ada: Reader, mo: Reader, held: Held, chosen: dict[str, str], days: int
) -> None:
    case = held(ada)
    client.force_login(mo)
    sent = {"action": "suspend", "version": 1, "guideline": "no_abuse", "confirmed": "yes"}

    client.post(address(case), sent | chosen)

    sanction = Sanction.objects.get()
    assert sanction.until is not None
    assert sanction.until - sanction.starts <= timedelta(days=days, seconds=1)
    assert sanction.until - sanction.starts > timedelta(days=days, minutes=-1)


def test_a_suspension_ends_with_the_day_that_was_named(
    client: Client, ada: Reader, mo: Reader, held: Held
) -> None:
    case = held(ada)
    client.force_login(mo)
    day = (timezone.now() + timedelta(days=12)).date()
    sent = {"action": "suspend", "version": 1, "guideline": "no_abuse", "confirmed": "yes"}

    for wrong in ("", "soon", "2020-01-01"):
        refused = client.post(address(case), sent | {"step": "other", "until": wrong})
        assert (refused.status_code, Sanction.objects.count()) == (422, 0)
    client.post(address(case), sent | {"step": "other", "until": day.isoformat()})

    until = Sanction.objects.get().until
    assert until is not None
    assert until.date() == day


def test_the_ladder_goes_up_and_the_question_says_so(
    client: Client, ada: Reader, mo: Reader, held: Held
) -> None:
    actions.suspend(reader=ada, moderator=mo, guideline="no_abuse")
    client.force_login(mo)

    page = client.post(address(held(ada)), {"action": "suspend", "version": 1})

    assert 'name="step" value="1" checked' in page.content.decode()


def test_a_ban_removes_what_was_said_only_where_chosen(
    client: Client, ada: Reader, bo: Reader, mo: Reader, held: Held
) -> None:
    client.force_login(mo)
    sent = {"action": "ban", "version": 1, "guideline": "no_abuse", "confirmed": "yes"}

    client.post(address(held(ada, "1")), sent)
    client.post(address(held(bo, "2")), sent | {"remove_comments": "on"})

    removed = dict(Sanction.objects.values_list("reader__username", "removed_comments"))
    assert removed == {"ada": False, "bo": True}


def test_the_question_does_not_hide_that_somebody_was_faster(
    client: Client, ada: Reader, mo: Reader, mia: Reader, held: Held
) -> None:
    case = held(ada)
    actions.decide(case=case, moderator=mia, action="approve", version=1)
    client.force_login(mo)
    sent = {"action": "ban", "version": 1, "guideline": "no_abuse", "confirmed": "yes"}

    refused = client.post(address(case), sent)

    assert refused.status_code == 409
    assert "Mia has decided this already: approve." in refused.content.decode()
    assert not Sanction.objects.exists()
