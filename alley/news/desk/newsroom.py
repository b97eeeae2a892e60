"""The newsroom's part of the desk: articles, notices, the wire and its sources."""
# mypy: disable-error-code="assignment, no-any-return"
# Wagtail declares what a viewset sets as None

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods
from wagtail import hooks
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import (
    CreateView,
    DeleteView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from alley.accounts.permissions import May, check
from alley.news import actions
from alley.news.desk.claims import ClaimsPanel
from alley.news.models import (
    Article,
    ArticleInstrument,
    BreakingAlert,
    Correction,
    Person,
    Section,
    Source,
    Topic,
    WireDelivery,
)
from alley.refusals import Refused

STORY = [
    FieldPanel("headline"),
    FieldPanel("short_headline"),
    FieldPanel("standfirst"),
    InlinePanel(
        "bylines", label="Byline", panels=[FieldPanel("person"), FieldPanel("text")], heading="By"
    ),
    FieldRowPanel([FieldPanel("dateline"), FieldPanel("credit")]),
    FieldPanel("body"),
    InlinePanel(
        "gallery",
        label="Picture",
        panels=[
            FieldPanel("image"),
            FieldPanel("alt"),
            FieldPanel("caption"),
            FieldPanel("credit"),
        ],
    ),
    InlinePanel(
        "package",
        label="Line",
        heading="For more on this story",
        panels=[FieldPanel("headline"), FieldPanel("url")],
    ),
]
PLACE = [
    PublishingPanel(),
    FieldPanel("section"),
    FieldPanel("topics"),
    FieldPanel("slug"),
    FieldPanel("source"),
    FieldPanel("canonical_url"),
    FieldPanel("language"),
    FieldPanel("discussion"),
    FieldPanel("urgency"),
    MultiFieldPanel(
        [FieldPanel("published"), FieldPanel("first_published"), FieldPanel("embargo")],
        heading="Times",
    ),
]


CLAIMS = [ClaimsPanel(), FieldPanel("show_claims")]  # type: ignore[no-untyped-call]


class ArticleViewSet(SnippetViewSet):
    model = Article
    icon = "doc-full"
    menu_label = "Articles"
    list_per_page = 30
    list_display = ["headline", "section", "source", DateColumn("published"), "live"]
    list_filter = ["section", "live"]
    search_fields = ["headline"]
    ordering = ["-id"]
    edit_handler = TabbedInterface(
        [
            ObjectList(STORY, heading="Story"),
            ObjectList(PLACE, heading="Place and time"),
            ObjectList(CLAIMS, heading="Prices checked"),
        ]
    )

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Article]":
        """Without the long fields: one screen costs the same with ten articles and a million."""
        rows: QuerySet[Article] = Article.objects.select_related(
            "section", "source", "latest_revision", "locked_by"
        ).defer("body", "text", "html")
        return rows


class CorrectionCreate(CreateView):
    def save_instance(self) -> Correction:
        told: Correction = self.form.instance
        self.form.instance = actions.correct_article(
            told.article, text=told.text, kind=told.kind, by=self.request.user
        )
        return self.form.instance


class CorrectionViewSet(SnippetViewSet):
    model = Correction
    icon = "edit"
    add_view_class = CorrectionCreate
    list_display = ["article", "kind", "text", "at"]
    panels = [FieldPanel("article"), FieldPanel("kind"), FieldPanel("text")]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Correction]":
        return Correction.objects.select_related("article").defer("article__body", "article__html")


class BreakingCreate(CreateView):
    def save_instance(self) -> BreakingAlert:
        told: BreakingAlert = self.form.instance
        self.form.instance = actions.break_news(
            text=told.text, article=told.article, level=told.level, by=self.request.user
        )
        return self.form.instance


class BreakingEnd(DeleteView):
    """Breaking news is ended, not deleted: what was shown stays on record."""

    def delete_action(self) -> None:
        actions.end_breaking(self.object)


class BreakingViewSet(SnippetViewSet):
    model = BreakingAlert
    icon = "warning"
    menu_label = "Breaking news"
    add_view_class = BreakingCreate
    delete_view_class = BreakingEnd
    list_display = ["text", "level", "starts", "ends", "ended"]
    panels = [FieldPanel("text"), FieldPanel("article"), FieldPanel("level")]


class SourceViewSet(SnippetViewSet):
    model = Source
    icon = "download"
    list_display = ["name", "format", "active", "publishes", "fetched", "failures"]


class DeliveryViewSet(SnippetViewSet):
    model = WireDelivery
    icon = "history"
    menu_label = "Deliveries"
    list_display = ["source", "received", "status", "items", Column("reason"), "address"]
    list_filter = ["status", "source"]
    panels = [FieldPanel("address", read_only=True), FieldPanel("reason", read_only=True)]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[WireDelivery]":
        return WireDelivery.objects.select_related("source").defer("raw")


class MentionViewSet(SnippetViewSet):
    """Where an editor says that an instrument is, or is not, meant."""

    model = ArticleInstrument
    icon = "link"
    menu_label = "Instruments in stories"
    list_display = ["article", "instrument", "text", "origin", "confidence"]
    list_filter = ["origin"]
    panels = [FieldPanel("origin")]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[ArticleInstrument]":
        rows: QuerySet[ArticleInstrument] = ArticleInstrument.objects.select_related(
            "article", "instrument"
        ).defer("article__body", "article__html", "article__text")
        return rows.order_by("-id")


class SectionViewSet(SnippetViewSet):
    model = Section
    list_display = ["name", "slug", "order"]


class TopicViewSet(SnippetViewSet):
    model = Topic


class PersonViewSet(SnippetViewSet):
    model = Person


class Newsroom(SnippetViewSetGroup):
    menu_label = "Newsroom"
    menu_icon = "doc-full"
    menu_order = 100
    items = (
        ArticleViewSet,
        BreakingViewSet,
        CorrectionViewSet,
        MentionViewSet,
        SourceViewSet,
        DeliveryViewSet,
        SectionViewSet,
        TopicViewSet,
        PersonViewSet,
    )


register_snippet(Newsroom)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the notice, then take the story off every page."""
    check(request.user, May.EDIT_NEWS)
    article = get_object_or_404(Article.objects.select_related("section"), pk=pk)
    if request.method == "POST":
        actions.withdraw_article(article, notice=request.POST.get("notice", ""))
        messages.success(request, f"“{article.headline}” is withdrawn.")
        return _to_list()
    return render(request, "news/desk/withdraw.html", {"article": article})


@require_http_methods(["POST"])
def break_article(request: HttpRequest, pk: int) -> HttpResponse:
    """One action: the article's headline over every open page."""
    check(request.user, May.BREAK_NEWS)
    article = get_object_or_404(Article.objects.live_now().select_related("section"), pk=pk)
    try:
        actions.break_news(article=article, by=request.user)  # type: ignore[arg-type]
        messages.success(request, f"“{article.shown_headline}” is breaking news.")
    except Refused as error:
        messages.error(request, error.refusal.detail)
    return _to_list()


def _to_list() -> HttpResponse:
    return redirect(reverse("wagtailsnippets_news_article:list"))


@hooks.register("register_admin_urls")
def newsroom_urls() -> list[Any]:
    return [
        path("newsroom/articles/<int:pk>/withdraw/", withdraw, name="news_withdraw"),
        path("newsroom/articles/<int:pk>/break/", break_article, name="news_break"),
    ]


@hooks.register("register_snippet_listing_buttons")
def article_buttons(snippet: Any, user: Any, next_url: str | None = None) -> Any:
    if isinstance(snippet, Article) and snippet.live:
        yield Button("Withdraw or break…", reverse("news_withdraw", args=[snippet.pk]), priority=60)
