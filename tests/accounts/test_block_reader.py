from datetime import timedelta

import pytest
from django.utils import timezone

from alley.accounts import actions, queries, rules
from alley.accounts.models import Block, Reader, Unblock
from alley.live.models import Event
from alley.refusals import Refused


def test_blocked_readers_do_not_meet(ada: Reader, bo: Reader, cy: Reader) -> None:
    actions.block_reader(blocker=ada, blocked=bo)

    assert queries.unmet_by(ada) == {bo.pk}
    assert queries.unmet_by(bo) == {ada.pk}
    assert queries.unmet_by(cy) == frozenset()


def test_blocking_twice_is_one_block(ada: Reader, bo: Reader) -> None:
    first, created = actions.block_reader(blocker=ada, blocked=bo)
    again, created_again = actions.block_reader(blocker=ada, blocked=bo)

    assert (created, created_again) == (True, False)
    assert first.pk == again.pk


def test_each_direction_is_a_block_of_its_own(ada: Reader, bo: Reader) -> None:
    actions.block_reader(blocker=ada, blocked=bo)
    actions.block_reader(blocker=bo, blocked=ada)
    actions.unblock_reader(blocker=ada, blocked=bo)

    assert queries.unmet_by(ada) == {bo.pk}


def test_after_unblocking_one_waits_48_hours(ada: Reader, bo: Reader) -> None:
    actions.block_reader(blocker=ada, blocked=bo)
    actions.unblock_reader(blocker=ada, blocked=bo)

    with pytest.raises(Refused) as refused:
        actions.block_reader(blocker=ada, blocked=bo)

    refusal = refused.value.refusal
    assert (refusal.code, refusal.status) == ("blocked_recently", 409)
    assert refusal.retry_after is not None
    assert timedelta(hours=47, minutes=59) < refusal.retry_after <= timedelta(hours=48)


def test_after_the_48_hours_one_may_block_again(ada: Reader, bo: Reader) -> None:
    actions.block_reader(blocker=ada, blocked=bo)
    actions.unblock_reader(blocker=ada, blocked=bo)
    Unblock.objects.update(until=timezone.now())

    _, created = actions.block_reader(blocker=ada, blocked=bo)

    assert created


def test_unblocking_twice_does_not_start_the_wait_anew(ada: Reader, bo: Reader) -> None:
    actions.block_reader(blocker=ada, blocked=bo)
    first = actions.unblock_reader(blocker=ada, blocked=bo)
    again = actions.unblock_reader(blocker=ada, blocked=bo)

    assert again.again is None
    assert Unblock.objects.get().until == first.again


def test_the_other_may_block_meanwhile(ada: Reader, bo: Reader) -> None:
    actions.block_reader(blocker=ada, blocked=bo)
    actions.unblock_reader(blocker=ada, blocked=bo)

    assert actions.block_reader(blocker=bo, blocked=ada)[1]


def test_nobody_blocks_themselves(ada: Reader) -> None:
    with pytest.raises(Refused, match="yourself"):
        actions.block_reader(blocker=ada, blocked=ada)


def test_who_speaks_for_the_site_is_seen_by_all(ada: Reader, mo: Reader, ed: Reader) -> None:
    for staff in (mo, ed):
        with pytest.raises(Refused, match="seen by everybody"):
            actions.block_reader(blocker=ada, blocked=staff)


def test_a_block_fades_when_the_other_joins_the_staff(ada: Reader, bo: Reader) -> None:
    actions.block_reader(blocker=ada, blocked=bo)
    Reader.objects.filter(pk=bo.pk).update(role="moderator")

    assert queries.unmet_by(ada) == frozenset()


def test_there_is_a_limit_a_day(ada: Reader, bo: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MAX_BLOCKS_A_DAY", 0)

    with pytest.raises(Refused) as refused:
        actions.block_reader(blocker=ada, blocked=bo)

    assert (refused.value.refusal.code, refused.value.refusal.status) == ("too_many_blocks", 429)
    assert not Block.objects.exists()


def test_both_pages_are_told_and_neither_learns_who_did_it(ada: Reader, bo: Reader) -> None:
    actions.block_reader(blocker=bo, blocked=ada)

    told = list(Event.objects.order_by("topic").values_list("topic", "payload"))
    assert told == [
        (f"me:{ada.pk}", {"type": "context.changed"}),
        (f"me:{bo.pk}", {"type": "context.changed"}),
    ]
