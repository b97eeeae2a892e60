"""/portfolios/: what is held, how it did, what moved it, and every number explained."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from alley.accounts.agents import device
from alley.accounts.http import ReaderRequest
from alley.keyset import page_of
from alley.markets.queries import instrument_for
from alley.portfolios import actions, pictures, queries
from alley.portfolios.entries import Type
from alley.portfolios.lots import Lot, Method
from alley.portfolios.models import Portfolio, Transaction
from alley.portfolios.queries.holdings import BY
from alley.refusals import Refused

PERIODS = {"1M": 30, "3M": 91, "1Y": 365, "3Y": 1096, "5Y": 1826}


@login_required
def portfolios(request: ReaderRequest) -> HttpResponse:
    if request.method == "POST":
        asked = request.POST
        try:
            made = actions.make_portfolio(
                reader=request.user,
                name=asked.get("name", ""),
                currency=asked.get("currency", "EUR"),
                device=device(request),
            )
            return redirect(made)
        except Refused as refused:
            messages.error(request, refused.refusal.detail)
            return redirect("portfolios")
    found = [
        (one, queries.holdings_of(queries.history_of(one)) if one.count else None)  # type: ignore[attr-defined]
        for one in queries.portfolios_of(request.user)
    ]
    return render(request, "portfolios/portfolios.html", {"portfolios": found})


@login_required
def portfolio(request: ReaderRequest, pk: int) -> HttpResponse:
    """Value, what moved it, holdings on any date, how it is spread."""
    found = queries.portfolio_for(request.user, pk)
    history = queries.history_of(found)
    day = _day(request.GET.get("on"))
    held = queries.holdings_of(history, day)
    by = request.GET.get("by") if request.GET.get("by") in BY else "kind"
    context = {
        **frame(found, "holdings"),
        "held": held,
        "day": day,
        "moved": queries.moved(history, day) if history.groups else None,
        "allocation": pictures.allocation(queries.allocation(held.all, str(by)), str(by)),
        "by": by,
        "ways": BY,
        "outside": history.outside,
        "derived": history.derived,
        "total": pictures.totals(held),
    }
    return render(request, "portfolios/portfolio.html", context)


@login_required
def performance(request: ReaderRequest, pk: int) -> HttpResponse:
    found = queries.portfolio_for(request.user, pk)
    history = queries.history_of(found)
    start, end, period = _span(request.GET, history.start, history.priced)
    done = queries.performance_of(history, start, end)
    context = {**frame(found, "performance"), "done": done, "period": period, "periods": PERIODS}
    if done is not None:
        context |= {
            "plots": pictures.of_performance(done, masked=found.masked),
            "income": pictures.income(
                queries.income_by_month(history, done.start, done.end),
                done.currency,
                masked=found.masked,
            ),
            "lines": queries.identity_of(history, done.start, done.end),
            "outside": history.outside,
            "biggest": done.biggest_days(),
        }
    return render(request, "portfolios/performance.html", context)


@login_required
def transactions(request: ReaderRequest, pk: int) -> HttpResponse:
    found = queries.portfolio_for(request.user, pk)
    given: Mapping[str, Any] = request.GET
    refusal = None
    if request.method == "POST":
        given = request.POST
        try:
            made = actions.add_transaction(found, _given(given), device=device(request))
            _said(request, "Written down.", made)
            return redirect("portfolio-transactions", found.pk)
        except Refused as refused:
            refusal = refused.refusal
    asked = {name: request.GET.get(name, "").strip() for name in ("instrument", "kind")}
    rows = queries.transactions_of(found, **asked)
    page = page_of(rows, ("-date", "-id"), request.GET.get("cursor"), 50)
    context = {
        **frame(found, "transactions"),
        "page": page,
        "asked": asked,
        "narrowed": any(asked.values()),
        "lots": _lots(found),
        "given": given,
        "refusal": refusal,
        "types": [kind.value for kind in Type],
        "today": _today(),
        "batches": found.batches.order_by("-id")[:10],
    }
    return render(request, "portfolios/transactions.html", context, status=422 if refusal else 200)


@login_required
def transaction(request: ReaderRequest, pk: int, number: int) -> HttpResponse:
    found = queries.portfolio_for(request.user, pk)
    one = found.transactions.filter(pk=number).first()
    if one is None:
        return redirect("portfolio-transactions", found.pk)
    refusal, given = None, {name: _written(getattr(one, name)) for name in FIELDS}
    if request.method == "POST":
        version = request.POST.get("version", "")
        based: dict[str, Any] = {
            "expected": int(version) if version.isdigit() else None,
            "device": device(request),
        }
        try:
            if request.POST.get("do") == "delete":
                actions.remove_transaction(found, number, **based)
                messages.success(request, "The transaction is gone.")
            else:
                made = actions.change_transaction(found, number, _given(request.POST), **based)
                _said(request, "Changed; everything after it is reckoned anew.", made)
            return redirect("portfolio-transactions", found.pk)
        except Refused as refused:
            refusal, given = refused.refusal, {**given, **_given(request.POST)}
    context = {
        **frame(found, "transactions"),
        "one": one,
        "lots": _lots(found),
        "given": given,
        "refusal": refusal,
        "types": [kind.value for kind in Type],
        "today": _today(),
    }
    return render(request, "portfolios/transaction.html", context, status=422 if refusal else 200)


def _said(request: HttpRequest, words: str, made: Transaction) -> None:
    """A symbol nobody knows is kept, for a file may name what we lack; but it is said."""
    if made.symbol and instrument_for(made.symbol) is None:
        messages.warning(
            request,
            f"{words} “{made.symbol}” is not among our instruments, so it is valued at your own "
            "trades. Was another meant?",
        )
    else:
        messages.success(request, words)


def _lots(found: Portfolio) -> list[tuple[str, Lot]] | None:
    """What a sale may be taken from; None where the method says from which."""
    if found.method != Method.SPECIFIC:
        return None
    return queries.open_lots(queries.history_of(found))


FIELDS = (
    "date", "type", "symbol", "quantity", "price", "amount", "currency", "fee", "tax", "fx_rate",
    "ratio", "other", "other_amount", "share", "lot", "note",
)  # fmt: skip


@login_required
def settings(request: ReaderRequest, pk: int) -> HttpResponse:
    found = queries.portfolio_for(request.user, pk)
    if request.method == "POST":
        return _change(request, found)
    link = f"/portfolios/shared/{found.share}/" if found.share else ""
    context = {
        **frame(found, "settings"),
        "methods": [method.value for method in Method],
        "cash": Portfolio.Cash.choices,
        "link": request.build_absolute_uri(link) if link else "",
    }
    return render(request, "portfolios/settings.html", context)


def _change(request: ReaderRequest, found: Portfolio) -> HttpResponse:
    asked = request.POST
    version = asked.get("version", "")
    try:
        match asked.get("do", ""):
            case "mask" | "unmask" as way:
                actions.change_portfolio(found, masked=way == "mask", device=device(request))
                return redirect(asked["next"] if _inner(asked) else found)
            case "share" | "unshare" as way:
                actions.share_portfolio(found, way == "share", device=device(request))
            case "delete":
                if asked.get("name", "").strip() != found.name:
                    messages.error(request, "Write its name to delete it.")
                else:
                    actions.remove_portfolio(found, device=device(request))
                    messages.success(request, f"“{found.name}” is gone.")
                    return redirect("portfolios")
            case _:
                names = ("name", "currency", "method", "cash", "benchmark")
                actions.change_portfolio(
                    found,
                    expected=int(version) if version.isdigit() else None,
                    device=device(request),
                    **{name: asked[name] for name in names if name in asked},
                )
                messages.success(request, "Kept.")
    except Refused as refused:
        messages.error(request, refused.refusal.detail)
    return redirect("portfolio-settings", found.pk)


def _inner(asked: Mapping[str, Any]) -> bool:
    """A way back that stays among the portfolios."""
    return str(asked.get("next", "")).startswith("/portfolios/")


def shared(request: HttpRequest, token: str) -> HttpResponse:
    """Percentages for whoever has the link: no amount, count or price paid is on the page."""
    found = queries.portfolio_shared(token)
    history = queries.history_of(found)
    start, end, period = _span(request.GET, history.start, history.priced)
    done = queries.performance_of(history, start, end)
    held = queries.holdings_of(history)
    context = {
        "portfolio": found,
        "done": done,
        "held": held,
        "period": period,
        "periods": PERIODS,
        "plots": pictures.of_performance(done, masked=True) if done else None,
        "allocation": pictures.allocation(queries.allocation(held.all, "kind"), "kind"),
    }
    answer = render(request, "portfolios/portfolio_shared.html", context)
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def frame(found: Portfolio, tab: str) -> dict[str, Any]:
    return {"portfolio": found, "tab": tab, "masked": found.masked}


def _today() -> str:
    return timezone.now().date().isoformat()


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _span(asked: Mapping[str, Any], first: date, today: date) -> tuple[date, date, str]:
    """`period=1Y`, `YTD` or `all`; or two dates of the reader's own."""
    period = str(asked.get("period", "")).upper()
    start, end = _day(asked.get("from")), _day(asked.get("to")) or today
    if period in PERIODS:
        return max(first, today - timedelta(days=PERIODS[period] - 1)), today, period
    if period == "YTD":
        return max(first, date(today.year, 1, 1)), today, period
    return max(first, start or first), end, "" if start else "ALL"


def _given(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What people type: `1,234.50` is a number too."""
    given = {name: asked.get(name, "") for name in FIELDS if name in asked}
    for name in ("quantity", "price", "amount", "fee", "tax", "fx_rate", "other_amount", "share"):
        text = str(given.get(name, "")).replace(" ", "")
        given[name] = text.replace(",", "") if "." in text else text.replace(",", ".")
    lot = str(given.get("lot", ""))
    given["lot"] = int(lot) if lot.isdigit() else None
    return given


def _written(value: Any) -> Any:
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return value.isoformat() if isinstance(value, date) else value
