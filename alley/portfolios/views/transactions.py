"""/portfolios/…/transactions/: written down, found, changed, and what is said of them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from alley.accounts.agents import device
from alley.accounts.http import ReaderRequest
from alley.keyset import page_of
from alley.markets.queries import instrument_for
from alley.portfolios import actions, queries
from alley.portfolios.entries import Type
from alley.portfolios.lots import Lot, Method
from alley.portfolios.models import Portfolio, Transaction
from alley.portfolios.views.asked import frame
from alley.refusals import Refused


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
                words = "The transaction is gone. The form still holds it, should you want it back."
                messages.success(request, words)
                return redirect(f"{reverse('portfolio-transactions', args=[pk])}?{_kept(given)}")
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


def _kept(given: Mapping[str, Any]) -> str:
    """A transaction as the address of the form that holds it."""
    return urlencode({name: value for name, value in given.items() if value})


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


def _today() -> str:
    return timezone.now().date().isoformat()


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
