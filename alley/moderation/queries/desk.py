"""The queue, and what a moderator sees of one case."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from alley.accounts.models import Reader
from alley.keyset import Page, page_of
from alley.moderation.models import Appeal, Case, Decision, LogEntry, Report, Statement

ORDER = ("-priority", "-id")
OLDEST = ("id",)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text, and why it is marked, if it is."""

    text: str
    why: str = ""


def queue(
    state: str = "open", kind: str = "", cursor: str | None = None, limit: int = 20, sort: str = ""
) -> Page[Case]:
    """Risk against age, by an index that already holds the order."""
    cases: QuerySet[Case] = Case.objects.filter(state=state)
    if kind:
        cases = cases.filter(kind=kind)
    cases = cases.select_related("author", "claimed_by")
    return page_of(cases, OLDEST if sort == "oldest" else ORDER, cursor, limit)


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
    mine = Decision.objects.filter(by=moderator, undone=None).select_related("case")
    return list(mine.order_by("-pk")[:3])


def log_page(cursor: str | None, limit: int) -> Page[LogEntry]:
    return page_of(LogEntry.objects.all(), ("-id",), cursor, limit)


def statements_of(reader: Reader, cursor: str | None = None, limit: int = 20) -> Page[Statement]:
    mine = Statement.objects.filter(reader=reader).select_related("appeal")
    return page_of(mine, ("-id",), cursor, limit)


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
