"""Suspensions and bans: told with a statement, announced, and remembered for as long as said."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from alley.accounts.actions import context_changed
from alley.accounts.models import Reader
from alley.accounts.permissions import May, check
from alley.announce import announce
from alley.live import bus
from alley.moderation import policy as policies
from alley.moderation import queries
from alley.moderation.actions import cases, log, returning, statements
from alley.moderation.events import ReaderRestored, ReaderSanctioned
from alley.moderation.models import Case, Decision, Report, Sanction, Statement
from alley.refusals import Refusal, Refused

STAFF = Refusal("staff", "Staff are not suspended or banned here; an admin changes roles.", 422)
BANNED_ALREADY = Refusal("banned_already", "This reader is banned already.", 409)

Removed = tuple[tuple[str, str, str], ...]


@transaction.atomic
def suspend(
    *,
    reader: Reader,
    moderator: Reader | None,
    guideline: str,
    note: str = "",
    until: datetime | None = None,
    decision: Decision | None = None,
    now: datetime | None = None,
) -> Sanction:
    """The reader may not comment, vote or report until then: the ladder's next step by default.

    Without a moderator it is the machine's: it ends when the review is due, and opens that review.
    """
    _may_sanction(moderator, reader)
    now = now or timezone.now()
    policy = policies.current()
    automatic = moderator is None
    if until is None:
        step = policy.sanctions.ladder[queries.next_step(reader)]
        until = now + (policy.reports.review_within if automatic else step)
    sanction = Sanction.objects.create(
        reader=reader,
        kind=Sanction.Kind.SUSPENSION,
        guideline=guideline,
        note=note,
        starts=now,
        until=until,
        by=moderator,
        decision=decision,
    )
    if automatic:
        sanction.review = _review(sanction)
        sanction.save(update_fields=["review"])
    facts = note or "It follows from what you wrote in the comments."
    statements.of_sanction(sanction, facts)
    _tell_rooms(sanction, now)
    return sanction


@transaction.atomic
def ban(
    *,
    reader: Reader,
    moderator: Reader,
    guideline: str,
    note: str = "",
    remove_comments: bool = False,
    decision: Decision | None = None,
    now: datetime | None = None,
) -> Sanction:
    """For good: sessions and tokens stop working, the address is recognised at sign-up."""
    _may_sanction(moderator, reader)
    now = now or timezone.now()
    if Sanction.objects.in_force(now).filter(reader=reader, kind=Sanction.Kind.BAN).exists():
        raise Refused(BANNED_ALREADY)
    sanction = Sanction.objects.create(
        reader=reader,
        kind=Sanction.Kind.BAN,
        guideline=guideline,
        note=note,
        starts=now,
        by=moderator,
        decision=decision,
        removed_comments=remove_comments,
    )
    returning.remember(sanction, now)
    _active(reader, False)
    _tell_rooms(sanction, now)
    facts = note or "It follows from what you wrote in the comments."
    statements.of_sanction(sanction, f"{facts}{_taken_with_it(sanction)}")
    return sanction


def _taken_with_it(sanction: Sanction) -> str:
    """One statement speaks for everything a ban removes."""
    many = sum(kind == "comment" for kind, *_ in sanction.removed)
    if not many:
        return ""
    return f" With it {many} of your comments {'was' if many == 1 else 'were'} removed."


def remember_removed(sanction_id: int, kind: str, were: list[tuple[str, str]]) -> None:
    """A room says what it removed with a ban (key, where it stood), so that all can come back."""
    sanction = Sanction.objects.get(pk=sanction_id)
    sanction.removed = [*sanction.removed, *([kind, key, stood] for key, stood in were)]
    sanction.save(update_fields=["removed"])


def lift(sanction: Sanction, moderator: Reader | None, now: datetime, why: str) -> None:
    """Over before its time, with everything that came with it."""
    sanction.lifted, sanction.lifted_by = now, moderator
    sanction.save(update_fields=["lifted", "lifted_by"])
    sanction.marks.all().delete()
    if sanction.kind == Sanction.Kind.BAN:
        _active(sanction.reader, True)
    for statement in Statement.objects.filter(sanction=sanction, withdrawn=None):
        statements.withdraw(statement, now, why)
    removed = tuple(tuple(each) for each in sanction.removed)
    _reopen_cases(removed)
    announce(ReaderRestored(sanction.reader_id, _kind(sanction), sanction.pk, removed))
    if removed:
        sanction.removed = []
        sanction.save(update_fields=["removed"])
    context_changed(sanction.reader)
    log.append(now, moderator, "lifted", "reader", sanction.reader_id, sanction=sanction.pk)


def impose_again(sanction: Sanction, moderator: Reader, now: datetime) -> None:
    """A lifting was undone: the sanction stands as before."""
    sanction.lifted = sanction.lifted_by = None
    sanction.save(update_fields=["lifted", "lifted_by"])
    for statement in Statement.objects.filter(sanction=sanction):
        statements.reinstate(statement, "The moderators have taken back that it was lifted.")
    if sanction.kind == Sanction.Kind.BAN:
        returning.remember(sanction, now)
        _active(sanction.reader, False)
    _tell_rooms(sanction, now)


def _close_cases(sanction: Sanction) -> None:
    """What a ban removes needs no decision any more; who reported it hears so."""
    standing = Case.objects.select_for_update().filter(
        author=sanction.reader,
        state=Case.State.OPEN,
        kind__in=[Case.Kind.HELD, Case.Kind.REPORTED],
    )
    for case in standing:
        case.state, case.version = Case.State.CLOSED, case.version + 1
        case.save(update_fields=["state", "version"])
        for report in case.reports.filter(outcome=Report.Outcome.OPEN).select_related("reporter"):
            report.outcome = Report.Outcome.UPHELD
            report.save(update_fields=["outcome"])
            title = "A moderator has looked at your report"
            statements.tell(report.reporter, "report_decided", title, "It was removed. Thank you.")
        sanction.removed.append(["case", str(case.pk), Case.State.OPEN])
    sanction.save(update_fields=["removed"])


def _reopen_cases(removed: Removed) -> None:
    keys = [int(key) for kind, key, _ in removed if kind == "case"]
    for case in Case.objects.filter(pk__in=keys, state=Case.State.CLOSED):
        standing = Case.objects.filter(
            subject_kind=case.subject_kind, subject_key=case.subject_key, state=Case.State.OPEN
        )
        if standing.exists():
            continue
        case.state, case.version = Case.State.OPEN, case.version + 1
        case.save(update_fields=["state", "version"])
        case.reports.filter(outcome=Report.Outcome.UPHELD).update(outcome=Report.Outcome.OPEN)


def _may_sanction(moderator: Reader | None, reader: Reader) -> None:
    if moderator is not None:
        check(moderator, May.MODERATE)
    if reader.is_moderator or reader.is_editor:
        raise Refused(STAFF)


def _review(sanction: Sanction) -> Case:
    return cases.open_case(
        kind=Case.Kind.REVIEW,
        subject_kind="reader",
        subject_key=str(sanction.reader_id),
        author=sanction.reader,
        title=f"Suspended by reports: {sanction.reader.shown_name}",
        url=f"/readers/{sanction.reader.username}/",
        text=sanction.note,
        risk=1.0,
        due=sanction.until,
    )


def _active(reader: Reader, active: bool) -> None:
    # Sessions and tokens of somebody inactive answer as if nobody were signed in.
    reader.is_active = active
    reader.save(update_fields=["is_active"])


def _kind(sanction: Sanction) -> str:
    return str(sanction.kind)


def _tell_rooms(sanction: Sanction, now: datetime) -> None:
    if sanction.removed_comments:
        _close_cases(sanction)
    announce(
        ReaderSanctioned(
            sanction.reader_id,
            _kind(sanction),
            sanction.until,
            sanction.removed_comments,
            sanction.pk,
        )
    )
    sanction.refresh_from_db(fields=["removed"])
    context_changed(sanction.reader)
    bus.purge("transparency")
    log.append(
        now,
        sanction.by,
        sanction.kind,
        "reader",
        sanction.reader_id,
        sanction=sanction.pk,
        guideline=sanction.guideline,
        until=sanction.until.isoformat() if sanction.until else None,
    )
