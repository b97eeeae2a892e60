"""/portfolios/…/holdings/SYMBOL/: one holding, lot by lot, with the transactions it comes from."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render

from alley.accounts.http import ReaderRequest
from alley.portfolios import queries
from alley.portfolios.views.asked import frame

SHOWN = 100  # transactions; the rest are among all of them


@login_required
def holding(request: ReaderRequest, pk: int, symbol: str) -> HttpResponse:
    found = queries.portfolio_for(request.user, pk)
    history = queries.history_of(found)
    story = queries.holding_of(history, symbol)
    if story is None:
        raise Http404
    rows = found.transactions.filter(symbol=symbol).order_by("-date", "-id")
    context = {
        **frame(found, "holdings"),
        "story": story,
        "one": story.view,
        "rows": rows[:SHOWN],
        "more": max(0, rows.count() - SHOWN),
        "method": found.method,
    }
    return render(request, "portfolios/holding.html", context)
