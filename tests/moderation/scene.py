"""A comment among its author, those who report it, who decides and who hears the appeal; and what
can happen to it, a word each."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.utils import timezone

from alley.accounts.models import Reader
from alley.discussion import actions as talk
from alley.discussion.models import Comment
from alley.moderation import actions
from alley.moderation.models import Case, Decision, Report, Statement
from tests.moderation.spoken import HELD, Say, hidden_by_reports, in_force


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


def deletes(scene: Scene) -> None:
    talk.delete_comment(author=scene.dan, comment=scene.comment)


def withdraws(scene: Scene) -> None:
    actions.withdraw_report(report=Report.objects.get(), reader=scene.readers[0])


SUBMIT, SUBMIT_HELD = Scene.submits, lambda s: s.submits(HELD)
REPORT, HIDE, LAPSE = Scene.is_reported, Scene.is_hidden_by_reports, Scene.nobody_decides
APPROVE, REJECT = lambda s: s.decides("approve"), lambda s: s.decides("reject")
BAN = lambda s: s.decides("ban", remove_comments=True)  # noqa: E731
