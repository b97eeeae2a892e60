"""NewsArticle as JSON-LD, safe inside a script element."""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from alley.news.queries.shapes import ArticlePage, InstrumentShown

_ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def structured_data(page: ArticlePage) -> SafeString:
    """What stands in <script type="application/ld+json">: "</script>" cannot occur in it."""
    return mark_safe(json.dumps(as_news_article(page)).translate(_ESCAPED))  # noqa: S308


def as_news_article(page: ArticlePage) -> dict[str, Any]:
    story = page.article
    address = f"{settings.SITE_URL}{story.url}"
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.headline[:110],
        "description": story.standfirst,
        "url": address,
        "mainEntityOfPage": story.canonical_url or address,
        "inLanguage": story.language,
        "articleSection": story.section.name,
        "wordCount": story.word_count,
        "datePublished": _stamp(story.first_published or story.published),
        "dateModified": _stamp(story.updated or story.published),
        "author": [{"@type": "Person", "name": byline.name} for byline in page.bylines],
        "creditText": story.credit,
        "image": [shown.image.file.url for shown in page.gallery if shown.image],
        "publisher": _publisher(),
        "correction": [_correction(correction) for correction in page.corrections],
        "mentions": [_mentioned(shown) for shown in page.instruments],
    }
    return {name: fact for name, fact in facts.items() if fact not in ("", None, [])}


def _publisher() -> dict[str, str]:
    return {
        "@type": "NewsMediaOrganization",
        "name": settings.SITE_NAME,
        "url": f"{settings.SITE_URL}/",
        "correctionsPolicy": f"{settings.SITE_URL}/corrections/",
    }


def _correction(correction: Any) -> dict[str, Any]:
    return {
        "@type": "CorrectionComment",
        "text": correction.text,
        "datePublished": _stamp(correction.at),
    }


def _mentioned(shown: InstrumentShown) -> dict[str, str]:
    return {
        "@type": "Thing",
        "name": shown.name,
        "identifier": shown.symbol,
        "url": f"{settings.SITE_URL}{shown.url}",
    }


def _stamp(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
