"""The log's chain: whether each entry still fits the one before it."""

from alley.moderation.models import LogEntry
from alley.moderation.models.log import FIRST
from alley.upkeep import Level

NEWEST = 5_000  # what the doctor looks at each time; `--verify` reads all of it


def broken_link(newest: int | None = None) -> int | None:
    """The first entry that does not fit the one before it, or None. All, or the newest ones."""
    entries = LogEntry.objects.order_by("pk")
    previous = FIRST
    if newest is not None:
        before = list(LogEntry.objects.order_by("-pk")[newest : newest + 1])
        if before:
            previous, entries = before[0].digest, entries.filter(pk__gt=before[0].pk)
    for entry in entries.iterator():
        if entry.previous != previous or entry.seal() != entry.digest:
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
