"""Which stories an alert waits for: the same for one just published and for those of the past."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from alley.alerts.kinds.story import has_word
from alley.alerts.models import Alert
from alley.news.models import Article, ArticleInstrument

REFUSED = ArticleInstrument.Origin.REFUSED


def named_in() -> QuerySet[ArticleInstrument]:
    """What stories are about, without what an editor has refused."""
    return ArticleInstrument.objects.exclude(origin=REFUSED)


def near(alert: Alert) -> QuerySet[Article]:
    """What the database can tell; `waits_for` looks closer."""
    told = Article.objects.listed().select_related("section").defer("body", "html")
    if alert.instrument is not None:
        links = named_in().filter(article=OuterRef("pk"), instrument=alert.instrument)
        return told.filter(Exists(links)).prefetch_related("instruments")
    if section := alert.params.get("section"):
        return told.filter(section__slug=section)
    word = alert.params["keyword"]
    said = Q(headline__icontains=word) | Q(standfirst__icontains=word) | Q(text__icontains=word)
    return told.filter(said)


def waits_for(alert: Alert, article: Article) -> bool:
    """Of a story that is near: whether it has the word, or names the instrument where it must."""
    headline_only = alert.params.get("salience") == "headline"
    if word := alert.params.get("keyword"):
        text = article.headline
        if not headline_only:
            text = f"{text}\n{article.standfirst}\n{article.text}"
        return has_word(text, word)
    if alert.instrument is not None and headline_only:
        names = [alert.instrument.name, alert.instrument.ticker]
        links = [one for one in article.instruments.all() if one.origin != REFUSED]
        names += [one.text for one in links if one.instrument_id == alert.instrument_id]
        return any(has_word(article.headline, name) for name in names if name)
    return True
