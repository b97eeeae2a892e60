"""On the desk: which instruments a story is linked to and why, to be put right by an editor."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from alley.accounts.http import ReaderRequest
from alley.accounts.permissions import May, check
from alley.news.actions import links
from alley.news.models import Article
from alley.news.queries.links import links_of, rulings_for
from alley.refusals import Refused


@require_http_methods(["GET", "POST"])
def instruments(request: ReaderRequest, pk: int) -> HttpResponse:
    """Every link with its reason; remove one, point it elsewhere, or add words."""
    check(request.user, May.EDIT_NEWS)
    article = get_object_or_404(Article.objects.select_related("section", "source"), pk=pk)
    if request.method == "POST":
        _rule(request, article)
        return redirect(reverse("news_instruments", args=[pk]))
    shown = {"article": article, "links": links_of(article), "rulings": rulings_for(article)}
    return render(request, "news/desk/instruments.html", shown)


def _rule(request: ReaderRequest, article: Article) -> None:
    try:
        if forgotten := request.POST.get("forget"):
            links.forget_ruling(article, int(forgotten) if forgotten.isdecimal() else 0)
            messages.success(request, "Forgotten: the words mean again what the text says.")
            return
        words, symbol = request.POST.get("words", ""), request.POST.get("symbol", "")
        links.rule_on_words(article, words, symbol, by=request.user)
        whose = article.source.name if article.source else "our own stories"
        messages.success(request, f"Put right here, and remembered for {whose}.")
    except Refused as error:
        messages.error(request, error.refusal.detail)


@hooks.register("register_admin_urls")
def link_urls() -> list[Any]:
    return [path("newsroom/articles/<int:pk>/instruments/", instruments, name="news_instruments")]


@hooks.register("register_snippet_listing_buttons")
def link_buttons(snippet: Any, user: Any, next_url: str | None = None) -> Any:
    if isinstance(snippet, Article):
        yield Button("Instruments…", reverse("news_instruments", args=[snippet.pk]), priority=50)
