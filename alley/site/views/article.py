"""An article with its discussion, its market and what to read next."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from alley.news import queries as news
from alley.shell.pages import public


def article(request: HttpRequest, section: str, slug: str, pk: int) -> HttpResponse:
    page = news.article_page(pk)
    if page is None:
        raise Http404
    story = page.article
    if not story.live:
        gone = render(request, "site/withdrawn.html", {"article": story}, status=410)
        return public(request, gone, *page.keys)
    if request.path != story.url:
        query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
        return HttpResponsePermanentRedirect(story.url + query)
    shown = {
        "page": page,
        "article": story,
        "related": news.related(story),
    }
    answer = render(request, "site/article.html", shown)
    return public(request, answer, *page.keys, f"thread:article:{pk}")
