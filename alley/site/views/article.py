"""An article with its discussion, its market and what to read next."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from alley.discussion.queries import discussion_page
from alley.markets.queries import reaction_of
from alley.news import queries as news
from alley.news.queries import ArticlePage
from alley.shell.pages import public
from alley.site.queries import is_saved


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
        "reactions": reactions(page),
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


def reactions(page: ArticlePage) -> list[object]:
    """What the story's instruments did since its first publication; most told of first."""
    moment = page.article.first_published or page.article.published
    symbols = list(dict.fromkeys(shown.symbol for shown in page.instruments))
    return list(reaction_of(symbols, moment)) if moment else []
