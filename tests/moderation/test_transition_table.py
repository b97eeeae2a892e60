"""The table of a comment's states, a row a test: what it becomes, what is left in the queue, what
its author and its reporter are told, which statements of reasons stand, that an undo is exact."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from alley.accounts.models import Notification
from alley.discussion import actions as talk
from alley.discussion.models import Comment
from alley.moderation import actions
from alley.moderation.models import Case, Report, Statement
from alley.refusals import Refused
from tests.moderation.scene import (
    APPROVE,
    BAN,
    HIDE,
    LAPSE,
    REJECT,
    REPORT,
    SUBMIT,
    SUBMIT_HELD,
    Scene,
    deletes,
    scene,
    withdraws,
)
from tests.moderation.spoken import HELD, in_force, say

__all__ = ["say", "scene"]  # fixtures
pytestmark = pytest.mark.usefixtures("oil")
CLEAN = "Brent stands at 61 dollars, they say."


@dataclass(frozen=True)
class Row:
    event: str
    steps: list[Callable[[Scene], None]]
    becomes: str
    queue: str  # how its newest case stands; "" if there is none
    author: list[str] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)
    reporter: int = 0  # how often the first reporter was told something


TABLE = [
    Row("submit, clean", [SUBMIT], "published", ""),
    Row("submit, held by rule", [SUBMIT_HELD], "pending", "open"),
    Row("held, nobody decides", [SUBMIT_HELD, LAPSE], "pending", "open", ["statement"], ["held"]),
    Row("approve what is held", [SUBMIT_HELD, APPROVE], "published", "decided", ["approved"]),
    Row("approve what is reported", [SUBMIT, REPORT, APPROVE], "published", "decided", reporter=1),
    Row(
        "reject what is held",
        [SUBMIT_HELD, REJECT],
        "rejected",
        "decided",
        ["statement"],
        ["removed"],
    ),
    Row(
        "reject what is reported",
        [SUBMIT, REPORT, REJECT],
        "rejected",
        "decided",
        ["statement"],
        ["removed"],
        reporter=1,
    ),
    Row("report below the threshold", [SUBMIT, REPORT], "published", "open"),
    Row("report withdrawn", [SUBMIT, REPORT, withdraws], "published", "closed"),
    Row("report crosses it", [SUBMIT, HIDE], "hidden", "open", ["statement"], ["hidden"]),
    Row(
        "the deadline lapses",
        [SUBMIT, HIDE, LAPSE],
        "published",
        "open",
        ["statement", "statement_withdrawn"],
    ),
    Row(
        "its author edits what is hidden",
        [SUBMIT, HIDE, lambda s: s.edits(CLEAN)],
        "pending",
        "open",
        ["statement", "statement_withdrawn"],
    ),
    Row(
        "its author edits what is held: clean",
        [SUBMIT_HELD, lambda s: s.edits(CLEAN)],
        "published",
        "closed",
    ),
    Row(
        "its author edits what is approved: clean",
        [SUBMIT_HELD, APPROVE, lambda s: s.edits(CLEAN)],
        "published",
        "decided",
        ["approved"],
    ),
    Row(
        "its author edits what is approved: held",
        [SUBMIT, lambda s: s.edits(HELD)],
        "pending",
        "open",
    ),
    Row("its author deletes it", [SUBMIT, REPORT, deletes], "deleted", "closed", reporter=1),
    Row(
        "an appeal is upheld",
        [SUBMIT, REPORT, REJECT, lambda s: s.appeals_and_is_right("removed")],
        "published",
        "decided",
        ["statement", "statement_withdrawn", "appeal_heard"],
        reporter=2,
    ),
    Row(
        "ban, and what was said is removed",
        [SUBMIT, REPORT, BAN],
        "rejected",
        "decided",
        ["statement", "statement"],
        ["banned", "removed"],
        reporter=1,
    ),
]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.event)
def test_each_row(scene: Scene, row: Row) -> None:
    for step in row.steps:
        step(scene)

    told = Notification.objects.filter(kind__in=[
        "statement", "statement_withdrawn", "approved", "appeal_heard", "report_decided",
    ])  # fmt: skip
    author = list(told.filter(reader=scene.dan).order_by("pk").values_list("kind", flat=True))
    newest = Case.objects.filter(subject_kind="comment").order_by("pk").last()
    assert scene.comment.status == row.becomes
    assert (newest.state if newest else "") == row.queue
    assert sorted(author) == sorted(row.author)
    assert sorted(in_force(scene.dan)) == row.statements
    assert told.filter(reader=scene.readers[0], kind="report_decided").count() == row.reporter
    assert talk.recount(scene.comment.thread) == 0


UNDONE = {
    "approve what is held": [SUBMIT_HELD, APPROVE],
    "approve what is reported": [SUBMIT, REPORT, APPROVE],
    "reject what is held": [SUBMIT_HELD, REJECT],
    "reject what is reported": [SUBMIT, REPORT, REJECT],
    "reject what reports have hidden": [SUBMIT, HIDE, REJECT],
    "approve what reports have hidden": [SUBMIT, HIDE, APPROVE],
    "ban, and what was said is removed": [SUBMIT_HELD, SUBMIT, REPORT, BAN],
}


@pytest.mark.parametrize("event", UNDONE)
def test_an_undo_brings_back_everything(scene: Scene, event: str) -> None:
    *steps, decision = UNDONE[event]
    for step in steps:
        step(scene)
    before = scene.stands()
    decision(scene)
    assert scene.stands() != before
    assert scene.last is not None

    actions.undo(decision=scene.last, moderator=scene.mo)

    assert scene.stands() == before


def test_undoing_how_an_appeal_was_heard_brings_back_what_the_reporter_was_told(
    scene: Scene,
) -> None:
    for step in (SUBMIT, REPORT, REJECT):
        step(scene)
    scene.appeals_and_is_right("removed")
    assert Report.objects.get().outcome == "dismissed"
    assert scene.last is not None

    actions.undo(decision=scene.last, moderator=scene.mia)

    assert (Report.objects.get().outcome, scene.comment.status) == ("upheld", "rejected")


def test_a_banned_word_is_refused_with_its_guideline_and_nothing_is_kept(scene: Scene) -> None:
    with pytest.raises(Refused) as refused:
        scene.submits("Only a faggot would buy Brent at this price today.")

    assert refused.value.refusal.code == "rejected"
    assert "no_abuse" in str(refused.value.refusal.more)
    assert not Comment.objects.exists()


def test_a_removal_names_its_guideline(scene: Scene) -> None:
    SUBMIT(scene)
    REPORT(scene)
    with pytest.raises(Refused) as refused:
        scene.decides("reject", guideline="")

    assert refused.value.refusal.code == "guideline_required"
    assert scene.comment.status == "published"


def test_a_ban_says_how_much_went_with_it(scene: Scene) -> None:
    SUBMIT(scene)
    SUBMIT(scene)
    REPORT(scene)
    BAN(scene)

    banned = Statement.objects.get(restriction="banned")
    assert "With it 1 of your comments was removed." in banned.facts  # the other has its own


def test_a_ban_that_is_lifted_gives_everything_back_and_is_told(scene: Scene) -> None:
    for step in (SUBMIT, SUBMIT_HELD):
        step(scene)
    BAN(scene)

    scene.appeals_and_is_right("banned")

    assert scene.stands()["active"] is True
    assert Comment.objects.order_by("pk")[0].status == "published"
    told = Notification.objects.filter(reader=scene.dan, kind="statement_withdrawn")
    assert told.exists()


def test_an_overruled_strike_does_not_count(scene: Scene) -> None:
    """Three comments lost to reports suspend; one that came back on appeal is not lost."""
    for number in range(3):
        SUBMIT(scene)
        talk.report_comment(
            reporter=scene.readers[number], comment=scene.comment, reason="offensive"
        )
        scene.decides("reject", guideline="no_abuse")
        if number == 0:
            scene.appeals_and_is_right("removed")

    assert "suspended" not in in_force(scene.dan)
