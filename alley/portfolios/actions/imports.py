"""A file taken in: looked at first, a verdict for each row, then all at once, and undone as one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from alley.accounts.models import Reader
from alley.markets.queries import instrument_for
from alley.portfolios.actions.kept import written
from alley.portfolios.actions.portfolios import change_portfolio
from alley.portfolios.importing import Row, Unreadable, read
from alley.portfolios.importing.formats import settings_of
from alley.portfolios.models import Batch, Portfolio, Transaction, Upload
from alley.portfolios.queries.meant import Named, as_meant, named_in
from alley.portfolios.rules import Unfit, fit
from alley.refusals import Refusal, Refused

KEPT = timedelta(days=1)
NO_UPLOAD = Refusal("not_found", "This file is no longer here; please choose it again.", status=404)
NO_BATCH = Refusal("not_found", "There is no such file to undo.", status=404)


@dataclass(slots=True)
class Verdict:
    """What becomes of one row: "new", "known", "refused" or "ignored", and why."""

    line: int
    what: str
    why: str
    columns: dict[str, Any] = field(default_factory=dict)
    external: str = ""
    shown: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    own_number: str = ""
    lot_number: str = ""

    @property
    def is_unlisted(self) -> bool:
        return str(self.columns.get("symbol", "")).startswith(("ISIN:", "FILE:", "OWN:"))


@dataclass(frozen=True, slots=True)
class Preview:
    """`settings` are those of our own file: an empty portfolio becomes the one it was."""

    format: str
    verdicts: list[Verdict]
    settings: dict[str, str] = field(default_factory=dict)

    def count(self, what: str) -> int:
        return sum(verdict.what == what for verdict in self.verdicts)

    @property
    def counts(self) -> dict[str, int]:
        return {what: self.count(what) for what in ("new", "known", "refused", "ignored")}


def unreadable(error: Unreadable) -> Refused:
    return Refused(Refusal("unreadable", str(error), status=422))


def preview(
    portfolio: Portfolio,
    content: bytes,
    format: str = "auto",
    mapping: Mapping[str, Any] | None = None,
    today: date | None = None,
) -> Preview:
    """Nothing is written. Raises Refused `unreadable` where the whole file cannot be used."""
    try:
        key, rows = read(content, format, mapping)
    except Unreadable as error:
        raise unreadable(error) from None
    today = today or timezone.now().date()
    named = named_in(row.given for row in rows)
    known = set(portfolio.transactions.exclude(external="").values_list("external", flat=True))
    settings = _settings(portfolio, settings_of(content, key))
    currency = settings.get("currency", portfolio.currency)
    return Preview(key, [_verdict(currency, row, named, known, today) for row in rows], settings)


def _settings(portfolio: Portfolio, kept: dict[str, str]) -> dict[str, str]:
    """Of an empty portfolio only; what it was compared with may not be known here."""
    if portfolio.transactions.exists():
        return {}
    if kept.get("benchmark") and instrument_for(kept["benchmark"]) is None:
        del kept["benchmark"]
    return kept


def _verdict(base: str, row: Row, named: Named, known: set[str], today: date) -> Verdict:
    given = row.given
    verdict = Verdict(row.line, "new", "", external=row.external, shown=given, text=row.text)
    if row.ignored or row.problem:
        verdict.what = "ignored" if row.ignored else "refused"
        verdict.why = row.ignored or row.problem
        return verdict
    try:
        verdict.columns = fit(as_meant(base, given, named), today)
    except Unfit as unfit:
        verdict.what, verdict.why = "refused", unfit.words
        return verdict
    verdict.own_number, verdict.lot_number = row.id, str(given.get("lot_number") or "")
    if row.external in known:
        verdict.what, verdict.why = "known", "was taken in before"
    elif verdict.is_unlisted:
        verdict.why = "not among our instruments: valued at your own trades"
    return verdict


@transaction.atomic
def commit(
    portfolio: Portfolio,
    found: Preview,
    *,
    file_name: str,
    device: str = "",
    expected: int | None = None,
) -> Batch:
    """Write down every new row, once; a row that came between preview and now is known. Raises
    Refused `invalid` where the file's own settings are none."""
    before = {}
    if found.settings and not portfolio.transactions.exists():
        before = {name: getattr(portfolio, name) for name in found.settings}
        change_portfolio(portfolio, expected=expected, device=device, **found.settings)
        expected = None
    version = written(portfolio, expected=expected, device=device).version
    marks = [verdict.external for verdict in found.verdicts]
    known = set(
        portfolio.transactions.filter(external__in=marks).values_list("external", flat=True)
        if len(marks) < 500
        else portfolio.transactions.exclude(external="").values_list("external", flat=True)
    )
    fresh = [v for v in found.verdicts if v.what == "new" and v.external not in known]
    batch = Batch.objects.create(
        portfolio=portfolio,
        format=found.format,
        file_name=file_name[:120],
        added=len(fresh),
        known=found.count("new") - len(fresh) + found.count("known"),
        refused=found.count("refused"),
        before=before,
    )
    rows = Transaction.objects.bulk_create(
        [
            Transaction(
                portfolio=portfolio, batch=batch, version=version, external=v.external, **v.columns
            )
            for v in fresh
        ],
        batch_size=1000,
    )
    _lots(fresh, rows)
    if not fresh:
        batch.delete()
    return batch


def _lots(fresh: list[Verdict], rows: list[Transaction]) -> None:
    """Chosen lots are numbers of the file; they become the numbers the rows got here."""
    numbers = {v.own_number: row.pk for v, row in zip(fresh, rows, strict=True) if v.own_number}
    changed = []
    for verdict, row in zip(fresh, rows, strict=True):
        if verdict.lot_number in numbers:
            row.lot = numbers[verdict.lot_number]
            changed.append(row)
    Transaction.objects.bulk_update(changed, ["lot"])


@transaction.atomic
def undo(portfolio: Portfolio, pk: int, *, device: str = "") -> int:
    """Everything that one file brought, gone, and settings it changed as they were; says how many
    transactions. Settings stay where others were written down since."""
    batch = portfolio.batches.filter(pk=pk).first()
    if batch is None:
        raise Refused(NO_BATCH)
    if batch.before and not portfolio.transactions.exclude(batch=batch).exists():
        change_portfolio(portfolio, device=device, **batch.before)
    else:
        written(portfolio, device=device)
    gone = batch.transactions.count()
    batch.delete()
    return gone


def upload(portfolio: Portfolio, content: bytes, file_name: str, format: str) -> Upload:
    """Keep a file for a day, to be looked at. Raises Refused `unreadable`."""
    Upload.objects.filter(made__lt=timezone.now() - KEPT).delete()
    try:
        key, _ = read(content, format)
    except Unreadable as error:
        if format not in {"auto", "csv"} or not content.strip():
            raise unreadable(error) from None
        key = "csv"  # the reader says which column is which
    return Upload.objects.create(
        portfolio=portfolio, content=content, file_name=file_name[:120], format=key
    )


def upload_for(reader: Reader, pk: int) -> Upload:
    found = Upload.objects.filter(portfolio__reader=reader, pk=pk).first()
    if found is None:
        raise Refused(NO_UPLOAD)
    return found
