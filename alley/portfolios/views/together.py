"""/portfolios/together/: all portfolios of a reader as one."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from alley.accounts.http import ReaderRequest
from alley.portfolios import pictures, queries
from alley.portfolios.queries import Performance, Together
from alley.portfolios.views.asked import PERIODS, span_asked


@login_required
def together(request: ReaderRequest) -> HttpResponse:
    """In the first one's currency or `?currency=`; with fewer than two there is nothing to add."""
    found = queries.together_of(request.user, _currency(request))
    if found is None:
        return redirect("portfolios")
    first = min(history.start for history in found.histories)
    start, end, period = span_asked(request.GET, first, found.priced)
    done = queries.performance_together(found, start, end)
    income = queries.income_by_month(found.table, done.start, done.end)
    context = {
        "together": found,
        "done": done,
        "masked": found.masked,
        "period": period,
        "periods": PERIODS,
        "currencies": sorted({one.portfolio.currency for one in found.histories}),
        "plots": pictures.of_performance(done, masked=found.masked),
        "income": pictures.income(income, done.currency, masked=found.masked),
        "parts": _parts(found, done),
        "moves": [_told(found, move) for move in found.moves],
    }
    return render(request, "portfolios/together.html", context)


def _currency(request: ReaderRequest) -> str:
    asked = request.GET.get("currency", "").upper()
    return asked if len(asked) == 3 and asked.isalpha() else ""


def _parts(found: Together, done: Performance) -> list[dict[str, Any]]:
    """Each of them: what it is worth and its own return in the same time."""
    whole = float(done.values[-1])
    rows = []
    for history in found.histories:
        own = queries.performance_of(history, max(done.start, history.start), done.end)
        value = found.value_of(history, done.end)
        weight = value / whole if whole > 0 else None
        rows.append({"portfolio": history.portfolio, "done": own, "value": value, "weight": weight})
    return rows


def _told(found: Together, move: Any) -> dict[str, Any]:
    names = [history.portfolio.name for history in found.histories]
    entry = move.into
    return {
        "day": entry.date,
        "left": names[move.left],
        "came": names[move.came],
        "count": entry.quantity if entry.symbol else None,
        "amount": None if entry.symbol else entry.gross,
        "what": found.name_of(entry.symbol) if entry.symbol else entry.currency,
    }
