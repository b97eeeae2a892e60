"""The table of a comment's states, a row a test: what it becomes, what is left in the queue, what
its author and its reporter are told, which statements of reasons stand, that an undo is exact."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from alley.accounts.models import Notification, Reader
from alley.discussion import actions as talk
from alley.discussion.models import Comment
from alley.moderation import actions
from alley.moderation.models import Case, Decision, Report, Statement
from alley.refusals import Refused
from tests.moderation.test_transitions import HELD, Say, hidden_by_reports, in_force, oil, say

__all__ = ["oil", "say"]
CLEAN = "Brent stands at 61 dollars, they say."


@dataclass
class Scene:
    """Dan writes, three readers report, mo decides, mia hears appeals."""

    dan: Reader
    readers: list[Reader]
    mo: Reader
    mia: Reader
    say: Say
    made: list[Comment] = field(default_factory=list)
    last: Decision | None = None

    @property
    def comment(self) -> Comment:
        return Comment.objects.get(pk=self.made[-1].pk)

    @property
    def case(self) -> Case:
        return Case.objects.filter(subject_kind="comment").latest("pk")

    def submits(self, body: str = "") -> None:
        self.made.append(self.say(self.dan, body))

    def is_reported(self) -> None:
        talk.report_comment(reporter=self.readers[0], comment=self.comment, reason="spam")

    def is_hidden_by_reports(self) -> None:
        hidden_by_reports(self.comment, self.readers)

    def decides(self, action: str, **more: object) -> None:
        case = self.case
        guideline = "" if action == "approve" else "on_topic"
        choice = {"guideline": guideline, **more}
        self.last = actions.decide(
            case=case, moderator=self.mo, action=action, version=case.version, **choice
        )

    def edits(self, body: str) -> None:
        talk.edit_comment(author=self.dan, comment=self.comment, body=body)

    def nobody_decides(self) -> None:
        actions.lapse(timezone.now() + timedelta(hours=73))

    def appeals_and_is_right(self, restriction: str) -> None:
        statement = Statement.objects.get(reader=self.dan, restriction=restriction)
        appeal = actions.appeal(statement=statement, reader=self.dan)
        self.last = actions.decide(
            case=appeal.case, moderator=self.mia, action="approve", version=1
        )

    def stands(self) -> dict[str, object]:
        """Everything an undo has to bring back."""
        return {
            "comments": list(Comment.objects.order_by("pk").values_list("pk", "status", "listed")),
            "counted": self.comment.thread.comment_count,
            "cases": list(Case.objects.order_by("pk").values_list("pk", "state", "hidden")),
            "reports": list(Report.objects.order_by("pk").values_list("pk", "outcome")),
            "in force": sorted(in_force(self.dan)),
            "active": Reader.objects.get(pk=self.dan.pk).is_active,
        }


@pytest.fixture
def scene(ada: Reader, bo: Reader, cy: Reader, mo: Reader, mia: Reader, say: Say) -> Scene:
    dan = Reader.objects.create_user("dan", "dan@example.org", "x")
    return Scene(dan, [ada, bo, cy], mo, mia, say)


@dataclass(frozen=True)
class Row:
    event: str
    steps: list[Callable[[Scene], None]]
    becomes: str
    queue: str  # how its newest case stands; "" if there is none
    author: list[str] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)
    reporter: int = 0  # how often the first reporter was told something


def deletes(scene: Scene) -> None:
    talk.delete_comment(author=scene.dan, comment=scene.comment)


def withdraws(scene: Scene) -> None:
    actions.withdraw_report(report=Report.objects.get(), reader=scene.readers[0])


SUBMIT, SUBMIT_HELD = Scene.submits, lambda s: s.submits(HELD)
REPORT, HIDE, LAPSE = Scene.is_reported, Scene.is_hidden_by_reports, Scene.nobody_decides
APPROVE, REJECT = lambda s: s.decides("approve"), lambda s: s.decides("reject")
BAN = lambda s: s.decides("ban", remove_comments=True)  # noqa: E731
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


@pytest.mark.parametrize("decided", [False, True])
def test_a_report_is_withdrawn_only_while_nobody_has_decided(
    scene: Scene, client: Client, decided: bool
) -> None:
    SUBMIT(scene)
    REPORT(scene)
    if decided:
        APPROVE(scene)
    client.force_login(scene.readers[0], "django.contrib.auth.backends.ModelBackend")
    report = Report.objects.get()

    page = client.get(f"/reports/{report.pk}/").content.decode()
    assert ("Withdraw the report" in page) is not decided
    assert client.post(f"/reports/{report.pk}/", {"withdraw": "1"}).status_code == 302
    again = client.delete(f"/api/v1/me/reports/{report.pk}")

    report.refresh_from_db()
    assert (report.outcome, again.status_code) == (
        ("dismissed", 409) if decided else ("withdrawn", 200)
    )


def test_a_withdrawn_report_weighs_nothing_and_leaves_the_other_reports(scene: Scene) -> None:
    SUBMIT(scene)
    for reader in scene.readers[:2]:
        talk.report_comment(reporter=reader, comment=scene.comment, reason="spam")

    report = Report.objects.get(reporter=scene.readers[0])
    actions.withdraw_report(report=report, reader=scene.readers[0])

    assert scene.case.is_open
    with pytest.raises(Refused) as refused:
        actions.withdraw_report(report=report, reader=scene.readers[1])
    assert refused.value.refusal.code == "not_found"
    talk.report_comment(reporter=scene.readers[2], comment=scene.comment, reason="spam")
    assert scene.comment.status == "published"  # two reports stand, not three
