"""The log, filtered; and its chain: whether each entry still fits the one before it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from alley.accounts.models import Reader
from alley.keyset import Page, page_of
from alley.moderation.models import Case, LogEntry
from alley.moderation.models.log import FIRST, AppendOnly
from alley.upkeep import Level

MACHINE = "automatic"  # who did it, where nobody did; readers' names cannot be this one
NEWEST = 5_000  # what the doctor looks at each time; `--verify` reads all of it


@dataclass(frozen=True, slots=True)
class Sought:
    """Which entries: done by whom, what, against which guideline, from and to which day (UTC),
    about what. Each of these is answered from an index."""

    by: str = ""
    action: str = ""
    guideline: str = ""
    since: date | None = None
    until: date | None = None
    kind: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry, and what its numbers stand for."""

    entry: LogEntry
    by: Reader | None
    case: Case | None


def log_page(sought: Sought, cursor: str | None = None, limit: int = 50) -> Page[LogEntry]:
    """Newest first: as they were appended, or by time where days are asked for."""
    order = ("-at", "-id") if sought.since or sought.until else ("-id",)
    return page_of(_sought(sought), order, cursor, limit)


def shown(entries: list[LogEntry]) -> list[Shown]:
    readers = Reader.objects.in_bulk({each.actor for each in entries if each.actor})
    cases = Case.objects.in_bulk({each.facts["case"] for each in entries if "case" in each.facts})
    return [
        Shown(each, readers.get(each.actor or 0), cases.get(each.facts.get("case", 0)))
        for each in entries
    ]


def _sought(sought: Sought) -> AppendOnly:
    found = LogEntry.objects.all()
    if sought.by == MACHINE:
        found = found.filter(actor=None)
    elif sought.by:
        who = Reader.objects.filter(username__iexact=sought.by).values_list("pk", flat=True)
        found = found.filter(actor=who.first() or 0)
    if sought.action:
        found = found.filter(action=sought.action)
    if sought.guideline:
        found = found.filter(guideline=sought.guideline)
    if sought.kind:
        found = found.filter(subject_kind=sought.kind, subject_key=sought.key)
    if sought.since:
        found = found.filter(at__gte=_midnight(sought.since))
    if sought.until:
        found = found.filter(at__lt=_midnight(sought.until) + timedelta(days=1))
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def broken_link(newest: int | None = None) -> int | None:
    """The first entry that does not fit the one before it, or None. All, or the newest ones."""
    entries = LogEntry.objects.order_by("pk")
    previous = FIRST
    if newest is not None:
        before = list(LogEntry.objects.order_by("-pk")[newest : newest + 1])
        if before:
            previous, entries = before[0].digest, entries.filter(pk__gt=before[0].pk)
    for entry in entries.iterator():
        if not entry.fits(previous):
            return int(entry.pk)
        previous = entry.digest
    return None


def head() -> dict[str, int | str]:
    """The end of the chain, to be written down elsewhere: it seals all that came before."""
    last = LogEntry.objects.order_by("-pk").values_list("pk", "digest").first()
    return {"entry": last[0], "digest": last[1]} if last else {"entry": 0, "digest": FIRST}


def newest_entries_fit() -> tuple[Level, str]:
    return _said(broken_link(NEWEST), f"the newest {NEWEST} entries fit one another")


def all_entries_fit() -> tuple[Level, str]:
    last = head()
    words = f"every entry fits the one before it, up to {last['entry']} ({last['digest']:.12}…)"
    return _said(broken_link(), words)


def _said(broken: int | None, fine: str) -> tuple[Level, str]:
    if broken is None:
        return "ok", fine
    return "bad", f"entry {broken} does not fit the one before it: the log was changed"
