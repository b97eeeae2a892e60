"""A file taken in: looked at first, a verdict for each row, then all at once, and undone as one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Context, Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from alley.accounts.models import Reader
from alley.markets.models import Instrument
from alley.markets.queries import instrument_for
from alley.markets.symbols import RIC_SUFFIXES
from alley.portfolios.actions.kept import written
from alley.portfolios.actions.portfolios import change_portfolio
from alley.portfolios.importing import Row, Unreadable, read
from alley.portfolios.importing.formats import settings_of
from alley.portfolios.models import Batch, Portfolio, Transaction, Upload
from alley.portfolios.rules import Unfit, fit
from alley.refusals import Refusal, Refused

KEPT = timedelta(days=1)
NO_UPLOAD = Refusal("not_found", "This file is no longer here; please choose it again.", status=404)
NO_BATCH = Refusal("not_found", "There is no such file to undo.", status=404)
EXTRA = ("isin", "ticker", "venue", "code", "id", "lot_number")
COINS = ("EUR", "USD", "GBP", "CHF", "SEK")


@dataclass(slots=True)
class Verdict:
    """What becomes of one row: "new", "known", "refused" or "ignored", and why."""

    line: int
    what: str
    why: str
    columns: dict[str, Any] = field(default_factory=dict)
    external: str = ""
    shown: dict[str, Any] = field(default_factory=dict)
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
    named = _instruments(row.given for row in rows)
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


def _verdict(base: str, row: Row, named: "Named", known: set[str], today: date) -> Verdict:
    given = row.given
    verdict = Verdict(row.line, "new", "", external=row.external, shown=given)
    if row.ignored or row.problem:
        verdict.what = "ignored" if row.ignored else "refused"
        verdict.why = row.ignored or row.problem
        return verdict
    try:
        verdict.columns = fit(_resolved(base, given, named), today)
    except Unfit as unfit:
        verdict.what, verdict.why = "refused", unfit.words
        return verdict
    verdict.own_number, verdict.lot_number = row.id, str(given.get("lot_number") or "")
    if row.external in known:
        verdict.what, verdict.why = "known", "was taken in before"
    elif verdict.is_unlisted:
        verdict.why = "not among our instruments: valued at your own trades"
    return verdict


@dataclass(frozen=True, slots=True)
class Named:
    by_isin: dict[str, list[Instrument]]
    by_symbol: dict[str, Instrument]
    by_ticker: dict[str, list[Instrument]]


def _instruments(given: Iterable[Mapping[str, Any]]) -> Named:
    """All instruments a file may mean, in three queries."""
    isins, symbols, tickers = set(), set(), set()
    for one in given:
        if one.get("isin"):
            isins.add(one["isin"])
        if one.get("symbol"):
            symbols.add(str(one["symbol"]).upper())
        ticker = str(one.get("ticker") or "").upper()
        symbols.update(_forms(ticker, str(one.get("venue") or "")))
        tickers.add(ticker.partition(".")[0])
    rows = Instrument.objects.order_by("rank", "symbol")
    found = Named({}, {one.symbol: one for one in rows.filter(symbol__in=symbols)}, {})
    for listing in rows.filter(isin__in=isins):
        found.by_isin.setdefault(listing.isin, []).append(listing)
    for listing in rows.filter(ticker__in=tickers - {""}, delisted=None):
        found.by_ticker.setdefault(listing.ticker, []).append(listing)
    return found


def _forms(ticker: str, venue: str) -> list[str]:
    """`SPYL.DE`, `VWRL:XAMS`, `BTC` on CRYPTO: the symbols these may stand for."""
    if not ticker:
        return []
    if venue == "CRYPTO":
        return [f"CRYPTO:{ticker}-{currency}" for currency in COINS]
    if ":" in ticker:
        name, _, mic = ticker.partition(":")
        return [f"{mic}:{name}", ticker]
    base, dot, suffix = ticker.rpartition(".")
    if dot and suffix in RIC_SUFFIXES:
        return [f"{mic}:{base}" for mic in RIC_SUFFIXES[suffix]]
    return [f"{venue}:{ticker}"] if venue else []


def _resolved(base: str, given: Mapping[str, Any], named: Named) -> dict[str, Any]:
    row = {name: value for name, value in given.items() if name not in EXTRA}
    currency = str(row.get("currency") or "").upper()
    found = _meant(given, currency, named)
    if found is not None:
        row["symbol"] = found.symbol
        row["name"] = row.get("name") or found.name
    elif not row.get("symbol"):
        row["symbol"] = _own_symbol(given)
    row["currency"] = currency or (found.currency if found else "") or base
    if row.get("fx_rate") and row["currency"] == base:
        row["fx_rate"] = None
    for name in ("quantity", "price", "amount", "fee", "tax", "fx_rate"):
        row[name] = _fitting(row.get(name))
    return row


def _fitting(value: Any) -> Any:
    """Files carry more figures than anybody needs; we keep fifteen that matter."""
    if isinstance(value, Decimal) and len(value.as_tuple().digits) > 15:
        return Context(prec=15).plus(value)
    return value


def _meant(given: Mapping[str, Any], currency: str, named: Named) -> Instrument | None:
    if given.get("symbol"):
        return named.by_symbol.get(str(given["symbol"]).upper())
    candidates = named.by_isin.get(str(given.get("isin") or ""), [])
    ticker, venue = str(given.get("ticker") or "").upper(), str(given.get("venue") or "")
    if not candidates:
        candidates = [named.by_symbol[f] for f in _forms(ticker, venue) if f in named.by_symbol]
    if not candidates and ticker and venue not in {"CRYPTO"} and "." not in ticker:
        candidates = named.by_ticker.get(ticker, [])
        candidates = [one for one in candidates if not currency or one.currency == currency]
    same = [one for one in candidates if one.currency == currency]
    return next(iter(same or candidates), None)


def _own_symbol(given: Mapping[str, Any]) -> str:
    """A name of our own for what we do not list, the same each time."""
    if given.get("isin"):
        return f"ISIN:{given['isin']}"
    ticker = str(given.get("ticker") or given.get("code") or given.get("name") or "").upper()
    ticker = "-".join("".join(c if c.isalnum() or c in ".:-" else " " for c in ticker).split())
    return f"FILE:{ticker[:50]}" if ticker else ""


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
    if found.settings and not portfolio.transactions.exists():
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
    """Everything that one file brought, gone; says how many."""
    batch = portfolio.batches.filter(pk=pk).first()
    if batch is None:
        raise Refused(NO_BATCH)
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
