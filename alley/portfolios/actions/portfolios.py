"""What readers do with portfolios and the transactions in them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from alley.accounts.models import Reader
from alley.markets.queries import instrument_for
from alley.portfolios import rules
from alley.portfolios.actions.kept import named, next_place, shared, told, written
from alley.portfolios.lots import Method
from alley.portfolios.models import Portfolio, Transaction
from alley.portfolios.rules import Unfit, fit, refusal_of
from alley.refusals import Refusal, Refused

NO_SUCH = Refusal("not_found", "There is no such transaction.", status=404)
NOT_HELD = Refusal("not_found", "This was never held here.", status=404)
NO_BENCHMARK = Refusal("not_found", "There is no such instrument to compare with.", status=404)
SETTINGS = ("name", "currency", "method", "cash", "benchmark", "masked")


@transaction.atomic
def make_portfolio(*, reader: Reader, device: str = "", **settings: Any) -> Portfolio:
    """With any of SETTINGS. Raises Refused `invalid`, `too_many_lists`."""
    place = next_place(Portfolio, reader)
    made = Portfolio(reader=reader, place=place, changed_on=device[:60])
    _set(made, {"name": "", **settings})
    made.save()
    told(made, "made")
    return made


@transaction.atomic
def change_portfolio(
    portfolio: Portfolio, *, expected: int | None = None, device: str = "", **settings: Any
) -> Portfolio:
    _set(portfolio, settings)
    return written(portfolio, expected=expected, device=device, fields=tuple(settings))


def _set(portfolio: Portfolio, settings: Mapping[str, Any]) -> None:
    for name, value in settings.items():
        if name == "name":
            value = named(value)
        elif name == "currency":
            value = _checked(lambda v: rules.currency(v, "currency"), value)
        elif name == "method":
            value = _one_of(value, [method.value for method in Method], "method")
        elif name == "cash":
            value = _one_of(value, list(Portfolio.Cash.values), "cash")
        elif name == "benchmark" and value:
            found = instrument_for(value)
            if found is None:
                raise Refused(NO_BENCHMARK)
            value = found.symbol
        elif name not in SETTINGS:
            continue
        setattr(portfolio, name, value)


def _checked(check: Any, value: Any) -> Any:
    try:
        return check(value)
    except Unfit as unfit:
        raise refusal_of(unfit) from None


def _one_of(value: Any, allowed: list[str], field: str) -> str:
    if value not in allowed:
        raise refusal_of(Unfit(field, f"One of {', '.join(allowed)}."))
    return str(value)


@transaction.atomic
def remove_portfolio(portfolio: Portfolio, *, device: str = "") -> None:
    """With everything in it."""
    portfolio.changed_on = device[:60]
    told(portfolio, "removed")
    portfolio.delete()


@transaction.atomic
def share_portfolio(portfolio: Portfolio, on: bool, *, device: str = "") -> Portfolio:
    """A link to percentages only: whoever has it learns no amount."""
    return shared(portfolio, on, device=device)


@transaction.atomic
def add_transaction(
    portfolio: Portfolio,
    given: Mapping[str, Any],
    *,
    expected: int | None = None,
    device: str = "",
    today: date | None = None,
) -> Transaction:
    """Raises Refused `invalid` with the field, `changed_elsewhere`."""
    row = _fit(portfolio, given, today)
    version = written(portfolio, expected=expected, device=device).version
    return Transaction.objects.create(portfolio=portfolio, version=version, **row)


@transaction.atomic
def change_transaction(
    portfolio: Portfolio,
    pk: int,
    given: Mapping[str, Any],
    *,
    expected: int | None = None,
    device: str = "",
    today: date | None = None,
) -> Transaction:
    """Whatever was computed after it is right by itself: nothing of it is stored."""
    found = _found(portfolio, pk)
    was = {name: getattr(found, name) for name in FIELDS}
    row = _fit(portfolio, {**was, **given}, today)
    version = written(portfolio, expected=expected, device=device).version
    for name, value in row.items():
        setattr(found, name, value)
    found.version = version
    found.save()
    return found


FIELDS = (
    "date", "time", "type", "symbol", "name", "currency", "ratio", "other", "lot", "note",
    *rules.NUMBERS,
)  # fmt: skip


@transaction.atomic
def remove_transaction(
    portfolio: Portfolio, pk: int, *, expected: int | None = None, device: str = ""
) -> None:
    found = _found(portfolio, pk)
    written(portfolio, expected=expected, device=device)
    found.delete()


@transaction.atomic
def assign(portfolio: Portfolio, was: str, becomes: str, *, device: str = "") -> int:
    """Every transaction that names `was` means the instrument `becomes` from now on."""
    version = written(portfolio, device=device).version
    rows = portfolio.transactions
    others = rows.filter(other=was).update(other=becomes, version=version)
    return others + rows.filter(symbol=was).update(symbol=becomes, version=version)


def _fit(portfolio: Portfolio, given: Mapping[str, Any], today: date | None) -> dict[str, Any]:
    try:
        row = fit(resolved(portfolio, given), today or timezone.now().date())
        _of_a_lot(portfolio, row)
    except Unfit as unfit:
        raise refusal_of(unfit) from None
    return row


def _of_a_lot(portfolio: Portfolio, row: Mapping[str, Any]) -> None:
    """A chosen lot is one of this instrument from that day or before. Raises Unfit."""
    if not row["lot"]:
        return
    opened = portfolio.transactions.filter(pk=row["lot"], date__lte=row["date"])
    if not opened.filter(Q(symbol=row["symbol"]) | Q(other=row["symbol"])).exists():
        raise Unfit("lot", "There is no purchase of this instrument with that number before then.")


def resolved(portfolio: Portfolio, given: Mapping[str, Any]) -> dict[str, Any]:
    """`NYSE:CVX` and `CVX` as `XNYS:CVX`; the currency, where not said, the instrument's own."""
    row = dict(given)
    written_symbol = str(row.get("symbol") or "").strip()
    found = instrument_for(written_symbol) if written_symbol else None
    if found is not None:
        row["symbol"] = found.symbol
        row["name"] = row.get("name") or found.name
    if row.get("type") == "spin_off" and row.get("other"):
        child = instrument_for(str(row["other"]))
        row["other"] = child.symbol if child else row["other"]
    if not row.get("currency"):
        row["currency"] = (found.currency if found else "") or portfolio.currency
    if str(row["currency"]).strip().upper() == portfolio.currency:
        row["fx_rate"] = None  # a currency has no rate to itself
    return row


def _found(portfolio: Portfolio, pk: int) -> Transaction:
    found = portfolio.transactions.filter(pk=pk).first()
    if found is None:
        raise Refused(NO_SUCH)
    return found


def renamed(was: str, becomes: str) -> int:
    """A listing trades under another symbol: every portfolio that names it follows."""
    touched = Portfolio.objects.filter(transactions__symbol=was).distinct()
    return sum(assign(portfolio, was, becomes) for portfolio in touched)
