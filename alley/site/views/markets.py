"""The markets page, a comparison, and each instrument as a place with its stories and talk."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alley.discussion.queries import discussion_page
from alley.markets.queries import instrument_for, instrument_page
from alley.news.queries import reactions_to
from alley.shell.pages import public
from alley.site import queries


def markets(request: HttpRequest) -> HttpResponse:
    answer = render(request, "site/markets.html", {"overview": queries.overview()})
    return public(request, answer, "markets")


def compare(request: HttpRequest) -> HttpResponse:
    """`?symbols=A,B` and the stretch of time."""
    written = request.GET.get("symbols", "")[:400]
    symbols = [text.strip() for text in written.split(",") if text.strip()]
    found = queries.comparison(symbols, request.GET)
    shown = {"compared": found, "symbols": written, "stretches": queries.STRETCHES}
    keys = [f"instrument:{row.instrument.symbol}" for row in found.rows]
    return public(request, render(request, "site/compare.html", shown), "markets", *keys)


def instrument(request: HttpRequest, symbol: str) -> HttpResponse:
    stories, since = queries.newest_stories(symbol)
    page = instrument_page(symbol, request.GET, since)
    if page is None:
        meant = instrument_for(symbol)
        if meant is None:
            raise Http404
        return redirect("instrument", symbol=meant.symbol)
    shown = {
        "page": page,
        "instrument": page.instrument,
        "told": queries.told_stories(symbol, stories, page.daily),
        "related": queries.related_to(page.instrument),
        "moves": reactions_to(symbol),
        "discussion": discussion_page(
            "instrument",
            symbol,
            reader=request.user,
            order=request.GET.get("order", "newest"),
            cursor=request.GET.get("cursor") or None,
        ),
    }
    answer = render(request, "site/instrument.html", shown)
    return public(request, answer, f"instrument:{symbol}", f"thread:instrument:{symbol}", "policy")
