"""The newsroom's own page for readers; the reading pages stand in site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alley.news import queries
from alley.shell.pages import public


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    page = render(request, "news/corrections.html", {"corrections": queries.corrections()})
    return public(request, page, "corrections")
