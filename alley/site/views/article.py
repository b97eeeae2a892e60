"""An article with its discussion, its market and what to read next."""

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import render

from alley.discussion.queries import discussion_page
from alley.news import queries as news
from alley.shell.pages import public
from alley.site.queries import is_saved
from alley.site.reaction_csv import csv_lines


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
        "reactions": news.reactions_of(story),
        "rows": f"{story.url}reaction.csv",
        "claims": news.claims_of(story) if story.show_claims else [],
        "discussion": discussion_page(
            "article",
            str(pk),
            reader=request.user,
            order=request.GET.get("order", "newest"),
            cursor=request.GET.get("cursor") or None,
        ),
        "saved": is_saved(request.user, "article", str(pk)),
    }
    answer = render(request, "site/article.html", shown)
    return public(request, answer, *page.keys, f"thread:article:{pk}", "policy")


def reaction_rows(request: HttpRequest, section: str, slug: str, pk: int) -> StreamingHttpResponse:
    """Every close that the story's reaction was computed from, as CSV."""
    page = news.article_page(pk)
    if page is None or not page.article.live:
        raise Http404
    moment = page.article.first_published or page.article.published
    symbols = [shown.symbol for shown in page.instruments]
    lines = csv_lines(symbols, moment) if moment else iter(())
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="reaction-{pk}.csv"'
    return answer
