"""One search for stories and instruments."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alley.markets.queries import search_instruments
from alley.news.queries import search_articles
from alley.refusals import Refused
from alley.shell.pages import public

LONGEST = 200  # characters of a question


def search(request: HttpRequest) -> HttpResponse:
    q = request.GET.get("q", "").strip()[:LONGEST]
    shown: dict[str, object] = {"q": q}
    if q:
        try:
            shown["found"] = search_articles(q, request.GET.get("cursor"))
            shown["instruments"] = search_instruments(q, 8)
        except Refused as refused:
            shown["refusal"] = refused.refusal
    return public(request, render(request, "site/search.html", shown), "search")
