"""Statements of reasons: made with the restriction, in its transaction, and sent at once."""

from datetime import datetime

from django.db.models import QuerySet

from alley.accounts.actions import notify
from alley.accounts.models import Reader
from alley.moderation import policy as policies
from alley.moderation import tasks
from alley.moderation.models import Appeal, Case, Decision, Sanction, Statement

Restriction = Statement.Restriction


def of_decision(decision: Decision, case: Case, restriction: str) -> Statement:
    """What was done to one comment, and why."""
    reported = case.reports.exists()
    facts = (
        f"Readers reported it: {case.reports.count()}."
        if reported
        else "It was looked at because of the site's own checks."
    )
    return _issue(
        reader=case.author,
        decision=decision,
        restriction=restriction,
        subject=case.title or "Your comment",
        url=case.url,
        until=case.due if restriction == Restriction.HIDDEN else None,
        facts=" ".join(filter(None, [facts, decision.note])),
        automated_detection=bool(case.verdict) and not reported,
        automated_decision=decision.automated,
        guideline=decision.guideline,
        issued=decision.decided,
    )


def of_sanction(sanction: Sanction, facts: str) -> Statement:
    """What a reader may not do, and why."""
    banned = sanction.kind == Sanction.Kind.BAN
    return _issue(
        reader=sanction.reader,
        sanction=sanction,
        restriction=Restriction.BANNED if banned else Restriction.SUSPENDED,
        subject="Your account" if banned else "Your right to comment",
        until=sanction.until,
        facts=facts,
        automated_detection=sanction.by is None,
        automated_decision=sanction.by is None,
        guideline=sanction.guideline,
        issued=sanction.starts,
    )


def withdraw(statement: Statement, now: datetime, why: str) -> None:
    """The restriction is over before its time; the reader hears that too."""
    supersede(statement, now)
    tell(statement.reader, "statement_withdrawn", f"Taken back: {statement.subject}", why)


def supersede(statement: Statement, now: datetime) -> None:
    """Over without a word of its own: another statement takes its place. An appeal that nobody
    has heard yet has no object any more."""
    statement.withdrawn = now
    statement.save(update_fields=["withdrawn"])
    moot(Appeal.objects.filter(statement=statement))


def reinstate(statement: Statement, why: str) -> None:
    """In force again, because what had ended it was taken back; so is its unheard appeal."""
    statement.withdrawn = None
    statement.save(update_fields=["withdrawn"])
    for appeal in Appeal.objects.filter(statement=statement, outcome=Appeal.Outcome.MOOT):
        appeal.outcome = Appeal.Outcome.OPEN
        appeal.save(update_fields=["outcome"])
        _turn(appeal.case, Case.State.OPEN)
    title = f"In force again: {statement.get_restriction_display()}"
    tell(statement.reader, "statement_again", title, why, f"/statements/{statement.pk}/")


def moot(appeals: QuerySet[Appeal]) -> None:
    for appeal in appeals.filter(outcome=Appeal.Outcome.OPEN).select_related("case"):
        appeal.outcome = Appeal.Outcome.MOOT
        appeal.save(update_fields=["outcome"])
        _turn(appeal.case, Case.State.CLOSED)


def _turn(case: Case, state: str) -> None:
    case.state, case.version = state, case.version + 1
    case.save(update_fields=["state", "version"])


def tell(reader: Reader, kind: str, title: str, body: str, url: str = "/statements/") -> None:
    """A notification, and the same by e-mail."""
    notify(reader, kind=kind, title=title, body=body, url=url)
    if reader.email:
        tasks.mail.enqueue(to=reader.email, subject=title, text=body)


def _issue(*, reader: Reader, guideline: str, **parts: object) -> Statement:
    policy = policies.current()
    rule = policy.guideline(guideline)
    statement = Statement.objects.create(
        reader=reader,
        guideline=guideline,
        guideline_title=rule.title if rule else guideline.replace("_", " "),
        guideline_text=rule.text if rule else "",
        policy_version=policy.version,
        **parts,
    )
    notify(
        reader,
        kind="statement",
        title=f"{statement.get_restriction_display()}: {statement.subject}",
        body=statement.guideline_title,
        url=f"/statements/{statement.pk}/",
    )
    if reader.email:
        tasks.mail_statement.enqueue(statement_id=statement.pk)
    return statement
