"""What follows whenever a story stands on the site in a new form, whoever put it there."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from alley.live import bus
from alley.markets import mentions
from alley.markets.models import Instrument
from alley.news import prose, rules, search
from alley.news.actions import react
from alley.news.models import Article, ArticleInstrument, LinkRuling

Mention = ArticleInstrument


def made_from_body(article: Article) -> dict[str, Any]:
    """The columns that are made from the body: html, text, word_count, content_hash."""
    raw = list(article.body.get_prep_value()) if article.body else []
    html = prose.render(raw, _picture)
    text = prose.text_of(html)
    return {
        "html": html,
        "text": text,
        "word_count": rules.words_in(text),
        "content_hash": rules.content_hash(article.headline, article.standfirst, raw),
    }


def link_instruments(articles: Iterable[Article], wired: dict[int, Iterable[str]]) -> set[str]:
    """Find the instruments in these texts anew. Returns the symbols found.

    `wired` has the symbols the wire named, by article. What an editor said stays: rows they added
    move with their words, rows they refused are not found again.
    """
    articles = list(articles)
    by_editors = _by_editors(articles)
    ArticleInstrument.objects.filter(
        article__in=articles, origin__in=[Mention.Origin.FOUND, Mention.Origin.WIRE]
    ).delete()
    rulings = _rulings(articles)
    found = {
        article.pk: _found(article, wired.get(article.pk, ()), rulings.get(article.source_id, {}))
        for article in articles
    }
    symbols = {symbol for rows in found.values() for symbol, _ in rows}
    known = dict(Instrument.objects.filter(symbol__in=symbols).values_list("symbol", "pk"))
    rows = [
        row
        for article in articles
        for row in _rows(article, found[article.pk], known, by_editors.get(article.pk, []))
    ]
    ArticleInstrument.objects.bulk_create(rows)
    react.expect_reactions(articles)
    return symbols & known.keys()


def keys_of(article: Article, symbols: Iterable[str] = ()) -> list[str]:
    """The surrogate keys of every page that shows this story."""
    return [
        f"article:{article.pk}",
        "front",
        f"section:{article.section.slug}",
        "feeds",
        *(f"instrument:{symbol}" for symbol in symbols),
    ]


def show(article: Article, symbols: Iterable[str]) -> None:
    """Index the story and drop the pages that show it, itself or in a list."""
    search.update([article])
    bus.purge(*keys_of(article, symbols))


def symbols_of(article: Article) -> set[str]:
    return set(article.instruments.values_list("instrument__symbol", flat=True))


def _by_editors(articles: list[Article]) -> dict[int, list[ArticleInstrument]]:
    kept: dict[int, list[ArticleInstrument]] = {}
    said = [Mention.Origin.EDITOR, Mention.Origin.REFUSED]
    for row in ArticleInstrument.objects.filter(article__in=articles, origin__in=said):
        kept.setdefault(row.article_id, []).append(row)
    return kept


def _rulings(articles: list[Article]) -> dict[int | None, dict[str, str | None]]:
    """What editors said that words mean, by source. One query."""
    sources = {article.source_id for article in articles}
    wanted = Q(source__in=sources - {None}) | (Q(source=None) if None in sources else Q(pk=None))
    rows = LinkRuling.objects.filter(wanted).values_list("source", "words", "instrument__symbol")
    kept: dict[int | None, dict[str, str | None]] = {}
    for source, words, symbol in rows:
        kept.setdefault(source, {})[words] = symbol
    return kept


def _found(
    article: Article, wired: Iterable[str], rulings: mentions.Rulings
) -> list[tuple[str, Any]]:
    """(symbol, mention or None) in reading order; what the wire alone named comes last."""
    linked = mentions.link(article.text, as_of=_day(article), rulings=rulings)
    in_text = [(mention.symbol, mention) for mention in linked]
    named = {symbol for symbol, _ in in_text}
    return in_text + [(symbol, None) for symbol in dict.fromkeys(wired) if symbol not in named]


def _rows(
    article: Article,
    found: list[tuple[str, Any]],
    known: dict[str, int],
    by_editors: list[ArticleInstrument],
) -> list[ArticleInstrument]:
    refused = {row.instrument_id for row in by_editors if row.origin == Mention.Origin.REFUSED}
    leading = {row.instrument_id for row in by_editors}
    rows = []
    for symbol, mention in found:
        instrument = known.get(symbol)
        if instrument is None or instrument in refused:
            continue
        rows.append(_row(article, instrument, mention, leads=instrument not in leading))
        leading.add(instrument)
    return rows


def _row(article: Article, instrument: int, mention: Any, *, leads: bool) -> ArticleInstrument:
    row = ArticleInstrument(
        article_id=article.pk,
        instrument_id=instrument,
        origin=Mention.Origin.FOUND if mention else Mention.Origin.WIRE,
        leads=leads,
        published=article.published,
    )
    if mention:
        row.start, row.end, row.text = mention.start, mention.end, mention.text[:200]
        row.confidence, row.why = mention.confidence, mention.why[:40]
        row.salience = mention.salience
    return row


def _day(article: Article) -> date | None:
    moment = article.first_published or article.published
    return moment.date() if moment else None


def _picture(block: dict[str, Any]) -> str:
    from wagtail.images import get_image_model

    image = get_image_model().objects.filter(pk=block.get("image")).first()
    return image.get_rendition("max-1200x1200").url if image else ""
