"""What a reading page is made of."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from alley.news.models import (
    Article,
    ArticleInstrument,
    Byline,
    Correction,
    GalleryImage,
    PackageItem,
    Topic,
)


@dataclass(frozen=True, slots=True)
class InstrumentShown:
    """An instrument of the story, once, with its latest quote where we have one."""

    symbol: str
    name: str
    quote: Any

    @property
    def url(self) -> str:
        return f"/markets/{self.symbol}/"


@dataclass(frozen=True, slots=True)
class ArticlePage:
    article: Article
    html: SafeString  # the body, instruments linked
    bylines: list[Byline]
    gallery: list[GalleryImage]
    package: list[PackageItem]
    corrections: list[Correction]
    topics: list[Topic]
    instruments: list[InstrumentShown]
    mentions: list[ArticleInstrument]
    told_also: list[Article] = field(default_factory=list)
    breaking: bool = False
    structured: SafeString = field(default_factory=lambda: SafeString(""))

    @property
    def keys(self) -> list[str]:
        """The surrogate keys of a page that shows this article."""
        symbols = (f"instrument:{shown.symbol}" for shown in self.instruments)
        return [f"article:{self.article.pk}", *symbols]
