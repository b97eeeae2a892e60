"""The nouns of the newsroom."""

from alley.news.models.article import Article, ArticleInstrument, Byline, GalleryImage, PackageItem
from alley.news.models.claims import CheckedClaims
from alley.news.models.notices import BreakingAlert, BreakingClosed, Correction
from alley.news.models.people import Person, Section, Source, Topic
from alley.news.models.reaction import ArticleReaction
from alley.news.models.rulings import LinkRuling
from alley.news.models.wire import Fingerprint, FingerprintBand, WireDelivery, WireItem

__all__ = [
    "Article",
    "ArticleInstrument",
    "ArticleReaction",
    "BreakingAlert",
    "BreakingClosed",
    "Byline",
    "CheckedClaims",
    "Correction",
    "Fingerprint",
    "FingerprintBand",
    "GalleryImage",
    "LinkRuling",
    "PackageItem",
    "Person",
    "Section",
    "Source",
    "Topic",
    "WireDelivery",
    "WireItem",
]
