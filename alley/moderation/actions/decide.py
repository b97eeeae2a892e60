"""A moderator decides: about the version they saw, the first one wins, everybody is told."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from alley.accounts.models import Reader
from alley.accounts.permissions import May, check
from alley.announce import announce
from alley.live import bus
from alley.moderation import policy as policies
from alley.moderation import queries, rules
from alley.moderation.actions import log, sanctions, statements
from alley.moderation.actions.hearing import hear_appeal
from alley.moderation.actions.strikes import suspend_after_strikes
from alley.moderation.events import Decided
from alley.moderation.models import Case, Decision, Report, Sanction, Statement
from alley.refusals import Refusal, Refused

Action = Decision.Action
NO_GUIDELINE = Refusal("guideline_required", "Please name the guideline it goes against.", 422)
UNKNOWN_ACTION = Refusal("action_unknown", "Approve, reject, suspend or ban.", 422)
OWN = Refusal("own_case", "Somebody else has to decide about what you wrote yourself.", 403)
NOT_HERE = Refusal("action_unknown", "This case is about a reader: lift, suspend or ban.", 422)
APPEALED = Refusal("action_unknown", "An appeal is upheld or denied.", 422)
PAST = Refusal("until_past", "A suspension ends in the future.", 422)
ABOUT_READERS = (Case.Kind.REVIEW, Case.Kind.RETURNING)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a moderator chose, with everything that belongs to it."""

    action: str
    guideline: str = ""
    note: str = ""
    until: datetime | None = None
    remove_comments: bool = False
    batch: str = ""
    effects: dict[str, list[int]] = field(default_factory=dict)

    def did(self, name: str, pk: int) -> None:
        self.effects.setdefault(name, []).append(pk)


@transaction.atomic
def decide(
    *,
    case: Case,
    moderator: Reader,
    action: str,
    version: int,
    guideline: str = "",
    note: str = "",
    until: datetime | None = None,
    remove_comments: bool = False,
    batch: str = "",
) -> Decision:
    """Decide a case as it stood at `version`.

    Raises Refused `changed` or `decided` (409, with who and what), `guideline_required`,
    `own_case`, `heard_by_another` for an appeal against one's own decision.
    """
    check(moderator, May.MODERATE)
    case = Case.objects.select_for_update(of=("self",)).select_related("author").get(pk=case.pk)
    choice = Choice(action, guideline, note.strip(), until, remove_comments, batch)
    if (done := _same_again(case, moderator, choice, version)) is not None:
        return done
    now = timezone.now()
    if refusal := _refusal(case, moderator, choice, version, now):
        raise Refused(refusal)
    decision = Decision.objects.create(
        case=case,
        case_version=case.version,
        revision=case.revision,
        action=action,
        guideline=guideline,
        note=choice.note,
        by=moderator,
        decided=now,
        batch=batch,
    )
    case.state = Case.State.DECIDED
    case.version += 1
    case.save(update_fields=["state", "version"])
    _carry_out(case, decision, choice, moderator, now)
    decision.effects = choice.effects
    decision.save(update_fields=["effects"])
    log.append(
        now,
        moderator,
        action,
        case.subject_kind,
        case.subject_key,
        case=case.pk,
        guideline=guideline,
    )
    bus.purge("transparency")
    event = {"type": "case.decided", "case": case.pk, "by": moderator.shown_name}
    bus.publish("desk", {**event, "action": action})
    return decision


def _same_again(case: Case, moderator: Reader, choice: Choice, version: int) -> Decision | None:
    """A second click on the same button is the same decision."""
    return Decision.objects.filter(
        case=case, case_version=version, by=moderator, action=choice.action, undone=None
    ).first()


def _refusal(
    case: Case, moderator: Reader, choice: Choice, version: int, now: datetime
) -> Refusal | None:
    if choice.action not in (Action.APPROVE, Action.REJECT, Action.SUSPEND, Action.BAN):
        return UNKNOWN_ACTION
    if moderator.pk == case.author_id:
        return OWN
    if not case.is_open or case.version != version:
        return conflict(case, version)
    if case.kind == Case.Kind.APPEAL:
        return None if choice.action in (Action.APPROVE, Action.REJECT) else APPEALED
    if case.kind in ABOUT_READERS and choice.action == Action.REJECT:
        return NOT_HERE
    if choice.action == Action.SUSPEND and choice.until and choice.until <= now:
        return PAST
    if choice.action != Action.APPROVE and policies.current().guideline(choice.guideline) is None:
        return NO_GUIDELINE
    return None


def conflict(case: Case, version: int) -> Refusal:
    """What happened since: who decided what, or that the text is another one now."""
    last = case.decisions.filter(undone=None).select_related("by").order_by("-pk").first()
    if case.state == Case.State.DECIDED and last is not None:
        name = last.by.shown_name if last.by else "the site"
        words = f"{name} has decided this already: {last.get_action_display().lower()}."
        more = {
            "by": last.by.username if last.by else None,
            "action": last.action,
            "guideline": last.guideline,
            "decided": last.decided.isoformat(),
        }
        return Refusal("decided", words, 409, more={**more, "version": case.version})
    seen = case.text_at(version)
    words = "This case has changed since you opened it. Please look again."
    if case.state == Case.State.CLOSED:
        words = "The author has removed it; nothing is left to decide."
    elif seen != case.text:
        words = "The author has changed the text since you opened it. Please look again."
    now = {"version": case.version, "revision": case.revision, "text": case.text, "was": seen}
    return Refusal("changed", words, 409, more=now)


def _carry_out(
    case: Case, decision: Decision, choice: Choice, moderator: Reader, now: datetime
) -> None:
    if case.kind == Case.Kind.APPEAL:
        hear_appeal(case, decision, choice.effects, now)
    elif case.kind in ABOUT_READERS:
        _review(case, decision, choice, moderator, now)
    else:
        _about_a_comment(case, decision, choice, moderator, now)


def _about_a_comment(
    case: Case, decision: Decision, choice: Choice, moderator: Reader, now: datetime
) -> None:
    approved = choice.action == Action.APPROVE
    _answer_reporters(case, choice, upheld=not approved)
    for hiding in Statement.objects.filter(decision__case=case, withdrawn=None):
        _withdraw_hiding(hiding, choice, now, told=approved)
    if not approved:
        statements.of_decision(decision, case, statements.Restriction.REMOVED)
    elif case.kind == Case.Kind.HELD:
        title = f"Your comment is published: {case.title}"
        statements.tell(case.author, "approved", title, "A moderator has approved it.", case.url)
    outcome = "approve" if approved else "reject"
    announce(
        Decided(
            case.subject_kind,
            case.subject_key,
            case.revision,
            outcome,  # type: ignore[arg-type]
            choice.guideline,
            case.pk,
        )
    )
    _sanction(case, decision, choice, moderator, now)
    if choice.action == Action.REJECT and case.reports.exists():
        suspend_after_strikes(case.author, decision, policies.current(), now)


def _answer_reporters(case: Case, choice: Choice, *, upheld: bool) -> None:
    """Each reporter hears what came of it."""
    outcome = Report.Outcome.UPHELD if upheld else Report.Outcome.DISMISSED
    told = (
        "It was removed. Thank you."
        if upheld
        else "It stays: it keeps to the guidelines. If you disagree, somebody else looks again."
    )
    for report in case.reports.filter(outcome=Report.Outcome.OPEN).select_related("reporter"):
        report.outcome = outcome
        report.save(update_fields=["outcome"])
        choice.did("reports", report.pk)
        title = "A moderator has looked at your report"
        words = told if upheld else f"{told}{_weighs_less(report.reporter)}"
        url = f"/reports/{report.pk}/"
        statements.tell(report.reporter, "report_decided", title, words, url)


def _weighs_less(reporter: Reader) -> str:
    """Who reports in vain again and again is told that it counts for less from now on."""
    upheld, dismissed = queries.reports_decided(reporter)
    if rules.weight_of(upheld, dismissed) >= 0.5:
        return ""
    return f" Of your reports, {dismissed} of {upheld + dismissed} were dismissed: they weigh less."


def _withdraw_hiding(statement: Statement, choice: Choice, now: datetime, *, told: bool) -> None:
    choice.did("withdrawn", statement.pk)
    if told:
        statements.withdraw(statement, now, "A moderator has approved your comment.")
    else:  # the statement of the removal takes its place
        statements.supersede(statement, now)


def _sanction(
    case: Case, decision: Decision, choice: Choice, moderator: Reader, now: datetime
) -> None:
    if choice.action == Action.SUSPEND:
        sanctions.suspend(
            reader=case.author,
            moderator=moderator,
            guideline=choice.guideline,
            note=choice.note,
            until=choice.until,
            decision=decision,
            now=now,
        )
    elif choice.action == Action.BAN:
        sanctions.ban(
            reader=case.author,
            moderator=moderator,
            guideline=choice.guideline,
            note=choice.note,
            remove_comments=choice.remove_comments,
            decision=decision,
            now=now,
        )


def _review(
    case: Case, decision: Decision, choice: Choice, moderator: Reader, now: datetime
) -> None:
    """The machine's suspension is lifted, or a moderator's own sanction takes its place."""
    why = "A moderator has reviewed it."
    for sanction in Sanction.objects.in_force(now).filter(review=case).select_related("reader"):
        sanctions.lift(sanction, moderator, now, why)
        choice.did("lifted", sanction.pk)
    _sanction(case, decision, choice, moderator, now)
