"""Part 7: appeals, by what they are about; disputes outside; suspensions for misuse."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from alley.moderation.dsa import heads
from alley.moderation.models import Appeal, Sanction, Statement
from alley.moderation.queries.dsa.notices import FLAGGERS
from alley.moderation.queries.dsa.table import NOT_KEPT, Span, Table, hours, whose

Restriction = Statement.Restriction
Outcome = Appeal.Outcome
Line = tuple[str, str, str, str, Any, str]  # applies, section, indicator, scope, value, words
INTERNAL = "Internal complaints mechanism"
OUTSIDE = "Out-of-court dispute settlement bodies"
MISUSE = "Suspensions imposed on repeated offenders"
SUBMITTED = "Number of complaints submitted to the internal-complaints mechanism"
IMPOSED = "Number of restrictions newly imposed as a result of an internal complaint"
DISPUTES = "Number of disputes submitted to out-of-court dispute settlement bodies"
ABOUT = "Complaint regarding a decision "
UNHEARD = "a restriction, or a report, that was over before anybody heard the appeal"
KINDS: dict[str, Q | None] = {
    "to remove or disable access to or restrict visibility of information": Q(
        statement__restriction__in=[Restriction.REMOVED, Restriction.HIDDEN, Restriction.HELD]
    ),
    "to suspend or terminate the provision of the service": Q(
        statement__restriction=Restriction.SUSPENDED
    ),
    "to suspend or terminate an account ": Q(statement__restriction=Restriction.BANNED),
    "to restrict the ability to monetise information": Q(pk=None),
    "not to take action on a notice submitted in accordance with Article 16": Q(
        report__isnull=False
    ),
    "not to take action on a notice submitted by a Trusted Flagger in accordance with Article"
    " 16": None,
}
SCOPES = ("Decisions upheld", "Decisions partially reversed", "Decisions reversed", "Median time")


def complaints(span: Span) -> Table:
    lines = [*_internal(span), *_outside(), *_misuse(span)]
    return [
        list(heads.INDICATORS),
        *([*whose(applies, span), *rest] for applies, *rest in lines),
    ]


def _internal(span: Span) -> Iterator[Line]:
    made = Appeal.objects.filter(created__gte=span.since, created__lt=span.until)
    yield heads.ALL, INTERNAL, SUBMITTED, "Total number", made.count(), ""
    yield from _heard(made, SUBMITTED)
    moot = made.filter(outcome=Outcome.MOOT).count()
    yield heads.PLATFORMS, INTERNAL, SUBMITTED, "Decision omitted", moot, UNHEARD
    imposed = made.filter(report__isnull=False, outcome=Outcome.UPHELD).count()
    yield heads.PLATFORMS, INTERNAL, IMPOSED, "Total number", imposed, ""
    for kind, those in KINDS.items():
        name = ABOUT + kind
        if those is None:
            for scope in ("Total number", *SCOPES):
                yield heads.PLATFORMS, INTERNAL, name, scope, "", FLAGGERS
            continue
        found = made.filter(those)
        yield heads.PLATFORMS, INTERNAL, name, "Total number", found.count(), ""
        yield from _heard(found, name)


def _heard(made: "QuerySet[Appeal]", name: str) -> Iterator[Line]:
    counted = made.aggregate(
        denied=Count("pk", filter=Q(outcome=Outcome.DENIED)),
        upheld=Count("pk", filter=Q(outcome=Outcome.UPHELD)),
    )
    waits = made.filter(heard__isnull=False).annotate(wait=F("heard") - F("created"))
    median = hours(waits.order_by("-pk").values_list("wait", flat=True))
    values = (counted["denied"], 0, counted["upheld"], median)
    words = ("", "an appeal is upheld or denied, never in part", "", "in hours")
    for scope, value, word in zip(SCOPES, values, words, strict=True):
        yield heads.PLATFORMS, INTERNAL, name, scope, value, word


def _outside() -> Iterator[Line]:
    scopes = ("Total number", *SCOPES, "Decision omitted", "Percentage of outcomes implemented")
    for scope in scopes:
        yield heads.PLATFORMS, OUTSIDE, DISPUTES, scope, "", NOT_KEPT


def _misuse(span: Span) -> Iterator[Line]:
    made = Sanction.objects.filter(starts__gte=span.since, starts__lt=span.until)
    content = made.count()
    unfounded = "who reports in vain again and again weighs less; nobody is suspended for it"
    for what, value, words in (
        ("manifestly illegal content ", content, "suspensions and bans for what was written"),
        ("manifestly unfounded notices", 0, unfounded),
        ("manifestly unfounded complaints", 0, "appeals are never cut off"),
    ):
        name = f"Number of suspensions enacted for the provision of {what}"
        yield heads.PLATFORMS, MISUSE, name, "Total number", value, words
