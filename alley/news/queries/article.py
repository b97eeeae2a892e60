"""Everything a reading page shows of one article."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, cast

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from alley.markets import queries as markets
from alley.news import prose
from alley.news.models import Article, ArticleInstrument, GalleryImage, PackageItem
from alley.news.queries.shapes import ArticlePage, InstrumentShown
from alley.news.queries.structured import structured_data
from alley.subjects import Discussion, Subject


def article_page(pk: int) -> ArticlePage | None:
    """A live article, or a withdrawn one (`article.withdrawn`; answer 410), or None."""
    article = (
        Article.objects.select_related("section", "source", "same_as__section")
        .defer("body", "text", "same_as__body", "same_as__text", "same_as__html")
        .filter(pk=pk)
        .first()
    )
    if article is None or not (article.live or article.withdrawn):
        return None
    return page_of(article)


def page_of(article: Article) -> ArticlePage:
    """Ten queries, whatever the article holds."""
    mentions = list(
        article.instruments.exclude(origin=ArticleInstrument.Origin.REFUSED).select_related(
            "instrument"
        )
    )
    shown = _instruments(mentions)
    page = ArticlePage(
        article=article,
        html=_linked(article.html, mentions, shown),
        bylines=list(article.bylines.select_related("person")),
        gallery=_gallery(article.gallery.select_related("image")),
        package=_package(article.package.select_related("target__section")),
        corrections=list(article.corrections.all()),
        topics=list(article.topics.all()),
        instruments=list(shown.values()),
        mentions=mentions,
        breaking=article.breaking_alerts.filter(ended=None, ends__gt=timezone.now()).exists(),
        told_also=list(article.told_also.filter(live=True).for_lists()),
    )
    return replace(page, structured=structured_data(page))


def shown_in_preview(draft: Article) -> dict[str, Any]:
    """The context of a draft's preview: the page's own, made from what is not saved yet."""
    raw = draft.body.get_prep_value() if draft.body else []
    html = prose.render(raw)
    page = ArticlePage(
        article=draft,
        html=mark_safe(html),  # noqa: S308  (prose escapes and cleans)
        bylines=list(draft.bylines.all()),
        gallery=list(draft.gallery.all()),
        package=_package(draft.package.all()),
        corrections=list(draft.corrections.all()) if draft.pk else [],
        topics=list(draft.topics.all()),
        instruments=[],
        mentions=[],
    )
    return {"page": page}


def article_subject(key: str) -> Subject | None:
    """What is discussed and saved under ("article", "42")."""
    if not key.isdecimal() or len(key) > 18:
        return None
    article = (
        Article.objects.live_now().select_related("section").defer("body", "html").filter(pk=key)
    ).first()
    if article is None:
        return None
    return Subject(
        "article",
        str(article.pk),
        article.headline,
        article.url,
        discussion=cast(Discussion, article.discussion),
        text=f"{article.headline}\n{article.text}",
        purges=(f"article:{article.pk}",),
    )


def _gallery(pictures: Iterable[GalleryImage]) -> list[GalleryImage]:
    """Without those of which nothing can be shown yet."""
    return [shown for shown in pictures if shown.image or shown.caption or shown.credit]


def _package(items: Iterable[PackageItem]) -> list[PackageItem]:
    """Without what is no longer to be read."""
    return [item for item in items if item.target is None or item.target.live]


def _instruments(mentions: list[ArticleInstrument]) -> dict[str, InstrumentShown]:
    symbols = list(dict.fromkeys(mention.instrument.symbol for mention in mentions))
    quotes = markets.quotes_for(symbols) if symbols else {}
    names = {mention.instrument.symbol: mention.instrument.name for mention in mentions}
    return {
        symbol: InstrumentShown(symbol, names[symbol], quotes.get(symbol)) for symbol in symbols
    }


def _linked(
    html: str, mentions: list[ArticleInstrument], shown: dict[str, InstrumentShown]
) -> SafeString:
    """Every place linked; the chip with the price stands beside the first place of each."""
    spans = [
        prose.Span(mention.start, mention.end, _anchor(shown[mention.instrument.symbol], mention))
        for mention in mentions
        if mention.start is not None and mention.end is not None
    ]
    return mark_safe(prose.with_spans(html, spans))  # noqa: S308  (prose escapes)


def _anchor(shown: InstrumentShown, mention: ArticleInstrument) -> Any:
    context = {"instrument": shown, "quote": shown.quote if mention.leads else None}
    return lambda words: render_to_string(
        "news/_mention.html",
        {**context, "words": mark_safe(words)},  # noqa: S308  (escaped by prose)
    ).strip()
