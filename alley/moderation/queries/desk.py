"""The queue, and what a moderator sees of one case."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from alley.accounts.models import Reader
from alley.keyset import Page, page_of
from alley.moderation import policy as policies
from alley.moderation.models import (
    Appeal,
    BanMark,
    Case,
    Decision,
    Report,
    Sanction,
    Statement,
)

ORDER = ("-priority", "-id")
SORTS = {"oldest": ("id",), "newest": ("-id",), "due": ("due", "id")}


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text, and why it is marked, if it is."""

    text: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """What a moderator wants to see: every one of these is answered from an index."""

    kind: str = ""
    campaign: int | None = None
    campaigns: bool = False
    author: str = ""
    sort: str = ""


def queue(
    state: str = "open",
    kind: str = "",
    cursor: str | None = None,
    limit: int = 20,
    sort: str = "",
) -> Page[Case]:
    return filtered(Filter(kind=kind, sort=sort), cursor, limit, state)


def filtered(
    wanted: Filter, cursor: str | None = None, limit: int = 20, state: str = "open"
) -> Page[Case]:
    """Risk against age, by an index that already holds the order; reviews by when they are due."""
    cases = matching(wanted, state).select_related("author", "claimed_by")
    return page_of(cases, SORTS.get(wanted.sort, ORDER), cursor, limit)


def matching(wanted: Filter, state: str = "open") -> QuerySet[Case]:
    cases: QuerySet[Case] = Case.objects.filter(state=state)
    if wanted.kind:
        cases = cases.filter(kind=wanted.kind)
    if wanted.campaign:
        cases = cases.filter(campaign=wanted.campaign)
    elif wanted.campaigns:
        cases = cases.filter(campaign__isnull=False)
    if wanted.author:
        cases = cases.filter(author__username=wanted.author)
    if wanted.sort == "due":
        cases = cases.filter(due__isnull=False)
    return cases


@dataclass(frozen=True, slots=True)
class Reporter:
    """One report, with how often its reporter was right before."""

    report: Report
    upheld: int
    dismissed: int

    @property
    def decided(self) -> int:
        return self.upheld + self.dismissed


def reporters_of(case: Case) -> list[Reporter]:
    reports = reports_of(case)
    counted = (
        Report.objects.filter(reporter__in={each.reporter_id for each in reports})
        .values("reporter")
        .annotate(
            upheld=Count("pk", filter=Q(outcome=Report.Outcome.UPHELD)),
            dismissed=Count("pk", filter=Q(outcome=Report.Outcome.DISMISSED)),
        )
    )
    known = {each["reporter"]: each for each in counted}
    return [
        Reporter(each, known[each.reporter_id]["upheld"], known[each.reporter_id]["dismissed"])
        for each in reports
    ]


def sanctions_of(author: Reader) -> list[Sanction]:
    return list(Sanction.objects.filter(reader=author).select_related("by").order_by("-pk")[:5])


def campaign_of(case: Case) -> list[Case]:
    """The other cases with nearly the same text."""
    if case.campaign is None:
        return []
    alike = Case.objects.filter(campaign=case.campaign).exclude(pk=case.pk)
    return list(alike.select_related("author").order_by("-pk")[:12])


def reports_of(case: Case) -> list[Report]:
    return list(case.reports.select_related("reporter").order_by("-pk")[:20])


def history_of(author: Reader) -> list[Decision]:
    """What was decided about this author before, newest first."""
    about = Decision.objects.filter(case__author=author).select_related("case", "by")
    return list(about.order_by("-pk")[:8])


def appeal_of(case: Case) -> Appeal | None:
    found = Appeal.objects.filter(case=case)
    return found.select_related("statement", "statement__decision__case", "decider").first()


def recent_decisions(moderator: Reader) -> list[Decision]:
    """What can still be taken back."""
    since = timezone.now() - policies.current().decisions.undo
    mine = Decision.objects.filter(by=moderator, undone=None, decided__gt=since)
    return list(mine.select_related("case", "case__author").order_by("-pk")[:5])


def statements_of(reader: Reader, cursor: str | None = None, limit: int = 20) -> Page[Statement]:
    mine = Statement.objects.filter(reader=reader).select_related("appeal")
    return page_of(mine, ("-id",), cursor, limit)


def resembled_by(case: Case) -> list[BanMark]:
    """Whose ban marks a new account carries: for moderators only, never for the account."""
    pks = case.verdict.get("marks", [])
    found = BanMark.objects.filter(pk__in=pks).select_related("sanction__reader")
    return list(found.order_by("-pk")[:5])


def reports_by(reader: Reader, cursor: str | None = None, limit: int = 20) -> Page[Report]:
    mine = Report.objects.filter(reporter=reader).select_related("case", "appeal")
    return page_of(mine, ("-id",), cursor, limit)


def pieces(case: Case) -> list[Piece]:
    return cut(case.text, case.verdict.get("reasons", []))


def cut(text: str, reasons: list[dict[str, Any]]) -> list[Piece]:
    """The text cut at its marked spans."""
    marked = sorted(
        (start, end, reason["message"]) for reason in reasons for start, end in reason["spans"]
    )
    found, place = [], 0
    for start, end, why in marked:
        if start < place or end > len(text):
            continue
        found += [Piece(text[place:start]), Piece(text[start:end], why)]
        place = end
    return [piece for piece in [*found, Piece(text[place:])] if piece.text]
