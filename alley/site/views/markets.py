"""The markets page, and each instrument as a place: its price, its stories, its discussion."""

from itertools import groupby
from operator import itemgetter

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alley.discussion.queries import discussion_page
from alley.markets.queries import instrument_for, instrument_page
from alley.news.queries import stories_about
from alley.shell.pages import public
from alley.site.queries import priced_instruments


def markets(request: HttpRequest) -> HttpResponse:
    kinds = [
        (kind, [quote for _, quote in rows])
        for kind, rows in groupby(priced_instruments(), key=itemgetter(0))
    ]
    return public(request, render(request, "site/markets.html", {"kinds": kinds}), "markets")


def instrument(request: HttpRequest, symbol: str) -> HttpResponse:
    page = instrument_page(symbol, request.GET)
    if page is None:
        meant = instrument_for(symbol)
        if meant is None:
            raise Http404
        return redirect("instrument", symbol=meant.symbol)
    shown = {
        "page": page,
        "instrument": page.instrument,
        "stories": stories_about(symbol, 6),
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
