"""The front page and the sections."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from alley.news.queries import section_page
from alley.shell.pages import public
from alley.site import queries


def front(request: HttpRequest) -> HttpResponse:
    return public(request, render(request, "site/front.html", {"front": queries.front()}), "front")


def section(request: HttpRequest, slug: str) -> HttpResponse:
    page = section_page(slug, request.GET.get("cursor"))
    if page is None:
        raise Http404
    answer = render(request, "site/section.html", {"page": page, "strip": queries.market_strip()})
    return public(request, answer, f"section:{slug}")
