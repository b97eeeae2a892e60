"""Whatever happens in whatever order: statements, comments, cases and sanctions agree."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from alley import subjects
from alley.accounts.models import Reader, Role
from alley.discussion import actions as talk
from alley.discussion.models import Comment, Thread
from alley.moderation import actions, queries
from alley.moderation import policy as policies
from alley.moderation.models import Appeal, Case, Decision, Report, Sanction, Statement
from alley.refusals import Refused
from alley.subjects import Subject
from tests.cast import reader

pick = st.integers(min_value=0, max_value=10_000)
HELD = "Number {} is on https://example.com/letter today."
CLEAN = "Brent stands at {} dollars this morning."


class Alley(RuleBasedStateMachine):
    """Three readers, a fourth to report, two moderators; every step may also be refused."""

    @initialize()
    def people(self) -> None:
        self.undo_all = transaction.atomic()
        self.undo_all.__enter__()
        long_ago = timezone.now() - timedelta(days=900)
        self.readers = [reader(name) for name in ("ada", "bo", "cy", "dan")]
        for place, each in enumerate(self.readers):
            each.date_joined = long_ago + timedelta(days=90 * place)
            each.save()
        self.moderators = [reader(name, Role.MODERATOR) for name in ("mo", "mia")]
        self.number = 60

    def teardown(self) -> None:
        if hasattr(self, "undo_all"):
            transaction.set_rollback(True)
            self.undo_all.__exit__(None, None, None)

    def tried(self, what: Any, **how: Any) -> None:
        try:
            what(**how)
        except Refused:
            return

    @rule(who=st.integers(0, 3), held=st.booleans())
    def post(self, who: int, held: bool) -> None:
        self.number += 1
        body = (HELD if held else CLEAN).format(self.number)
        author = Reader.objects.get(pk=self.readers[who].pk)
        self.tried(talk.post_comment, author=author, kind="story", key="1", body=body)

    @rule(which=pick, held=st.booleans())
    def edit(self, which: int, held: bool) -> None:
        if comment := self._one(Comment, which):
            self.number += 1
            body = (HELD if held else CLEAN).format(self.number)
            self.tried(talk.edit_comment, author=comment.author, comment=comment, body=body)

    @rule(which=pick)
    def delete(self, which: int) -> None:
        if comment := self._one(Comment, which):
            self.tried(talk.delete_comment, author=comment.author, comment=comment)

    @rule(who=st.integers(0, 3), which=pick)
    def report(self, who: int, which: int) -> None:
        if comment := self._one(Comment, which):
            self.tried(
                talk.report_comment, reporter=self.readers[who], comment=comment, reason="spam"
            )

    @rule(which=pick)
    def everybody_reports(self, which: int) -> None:
        for who in range(4):
            self.report(who, which)

    @rule(
        which=pick,
        who=st.integers(0, 1),
        action=st.sampled_from(["approve", "reject", "suspend", "ban"]),
        late=st.booleans(),
        purge=st.booleans(),
    )
    def decide(self, which: int, who: int, action: str, late: bool, purge: bool) -> None:
        if case := self._one(Case, which):
            self.tried(
                actions.decide,
                case=case,
                moderator=self.moderators[who],
                action=action,
                guideline="" if action == "approve" else "no_abuse",
                version=max(1, case.version - late),
                remove_comments=purge,
            )

    @rule(which=pick, who=st.integers(0, 1))
    def undo(self, which: int, who: int) -> None:
        if decision := self._one(Decision, which):
            self.tried(actions.undo, decision=decision, moderator=self.moderators[who])

    @rule(which=pick)
    def appeal(self, which: int) -> None:
        if statement := self._one(Statement, which):
            self.tried(actions.appeal, statement=statement, reader=statement.reader)

    @rule(which=pick)
    def appeal_report(self, which: int) -> None:
        if report := self._one(Report, which):
            self.tried(actions.appeal_report, report=report, reader=report.reporter)

    @rule()
    def three_days_later(self) -> None:
        actions.lapse(timezone.now() + timedelta(hours=73))

    @precondition(lambda self: hasattr(self, "readers"))
    @invariant()
    def nobody_is_restricted_without_being_told(self) -> None:
        """Each comment that is kept from others, and only that, has one statement in force."""
        purged = {
            key for removed in Sanction.objects.values_list("removed", flat=True)
            for kind, key, _ in removed if kind == "comment"
        }  # fmt: skip
        for comment in Comment.objects.exclude(status="deleted"):
            key = str(comment.pk)
            standing = Statement.objects.filter(
                decision__isnull=False, withdrawn=None, url=f"/comments/{key}/"
            )
            named = list(standing.values_list("restriction", flat=True))
            if comment.status == "rejected":
                assert named == ["removed"] or key in purged, (comment.status, named)
            elif comment.status == "hidden":
                assert named == ["hidden"], (comment.status, named)
            elif comment.status == "pending":
                assert named in ([], ["held"]), (comment.status, named)
                assert self._open(key), "what waits has an open case"
            else:
                assert named == [], (comment.status, named)

    @precondition(lambda self: hasattr(self, "readers"))
    @invariant()
    def every_sanction_in_force_has_one_statement(self) -> None:
        for sanction in Sanction.objects.all():
            statement = Statement.objects.get(sanction=sanction)
            if sanction.lifted is None and (sanction.until is None or sanction.review_id is None):
                assert statement.withdrawn is None
        for each in self.readers:
            banned = Sanction.objects.filter(reader=each, kind="ban", lifted=None).exists()
            each.refresh_from_db()
            assert each.is_active is not banned

    @precondition(lambda self: hasattr(self, "readers"))
    @invariant()
    def open_cases_are_about_the_text_that_stands(self) -> None:
        for case in Case.objects.filter(state="open", subject_kind="comment"):
            comment = Comment.objects.get(pk=int(case.subject_key))
            assert comment.status != "deleted"
            assert (case.revision, case.text) == (comment.revision, comment.body)

    @precondition(lambda self: hasattr(self, "readers"))
    @invariant()
    def appeals_are_heard_by_somebody_else_and_the_log_is_whole(self) -> None:
        for appeal in Appeal.objects.exclude(heard_by=None):
            assert appeal.heard_by_id != appeal.decider_id
        assert queries.broken_link() is None
        for thread in Thread.objects.all():
            assert thread.comment_count == thread.comments.filter(status="published").count()

    def _open(self, key: str) -> bool:
        return Case.objects.filter(subject_key=key, subject_kind="comment", state="open").exists()

    def _one(self, model: Any, which: int) -> Any:
        found = list(model.objects.order_by("-pk")[:12])
        return found[which % len(found)] if found else None


def test_whatever_happens_in_whatever_order(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    story = Subject("story", "1", "Oil rises", "/stories/1/", text="Brent crude oil")
    monkeypatch.setitem(subjects._finders, "story", {"1": story}.get)
    shipped = policies.shipped()
    quick = replace(shipped.limits, comment_wait=timedelta(0), reports_a_day=10_000)
    kept = tuple(each for each in shipped.guidelines if each.id in {"no_promotion", "no_abuse"})
    now = replace(shipped, limits=quick, pre_moderation="off", guidelines=kept)
    monkeypatch.setattr("alley.moderation.policy.force.shipped", lambda: now)

    run_state_machine_as_test(
        Alley,
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            phases=[Phase.generate],  # a failure shows its steps; shrinking them takes minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
