"""The front page, the sections, and the pages of writers and topics."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from alley.news.queries import Place, author_page, section_page, topic_page
from alley.shell.pages import public
from alley.site import queries
from alley.site.readers import reader_of


def front(request: HttpRequest) -> HttpResponse:
    shown = {"front": queries.front(reader_of(request))}
    return public(request, render(request, "site/front.html", shown), "front")


def section(request: HttpRequest, slug: str) -> HttpResponse:
    page = section_page(slug, request.GET.get("cursor"))
    if page is None:
        raise Http404
    answer = render(request, "site/section.html", {"page": page, "strip": queries.market_strip()})
    return public(request, answer, f"section:{slug}")


def author(request: HttpRequest, slug: str) -> HttpResponse:
    return _place(request, author_page(slug, request.GET.get("cursor")))


def topic(request: HttpRequest, slug: str) -> HttpResponse:
    return _place(request, topic_page(slug, request.GET.get("cursor")))


def _place(request: HttpRequest, place: Place | None) -> HttpResponse:
    if place is None:
        raise Http404
    return public(request, render(request, "site/place.html", {"place": place}), "feeds")
