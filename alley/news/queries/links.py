"""The instruments found in a story with the words around them, and what editors have ruled."""

from dataclasses import dataclass

from alley.news.models import Article, ArticleInstrument, LinkRuling

AROUND = 50  # letters each side


@dataclass(frozen=True, slots=True)
class LinkShown:
    mention: ArticleInstrument
    before: str
    after: str


def links_of(article: Article) -> list[LinkShown]:
    """In reading order; one query."""
    rows = article.instruments.exclude(origin=ArticleInstrument.Origin.REFUSED)
    return [_shown(article.text, row) for row in rows.select_related("instrument")]


def rulings_for(article: Article) -> list[LinkRuling]:
    rulings = LinkRuling.objects.filter(source=article.source)
    return [
        ruling
        for ruling in rulings.select_related("instrument", "by")
        if ruling.words in article.text
    ]


def _shown(text: str, row: ArticleInstrument) -> LinkShown:
    if row.start is None or row.end is None:
        return LinkShown(row, "", "")
    before = text[max(0, row.start - AROUND) : row.start]
    return LinkShown(row, before, text[row.end : row.end + AROUND])
