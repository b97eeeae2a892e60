"""An editor says what words mean: in this story now, in its source's stories from now on."""

from django.db import transaction
from django.utils import timezone

from alley.accounts.models import Reader
from alley.markets.queries import instrument_for
from alley.news.actions import follow
from alley.news.models import Article, ArticleInstrument, LinkRuling
from alley.refusals import Refusal, Refused

NO_WORDS = Refusal("no_such_words", "These words do not stand in the story.", status=422)
NO_INSTRUMENT = Refusal("not_found", "There is no such instrument here.", status=404)


@transaction.atomic
def rule_on_words(article: Article, words: str, symbol: str, *, by: Reader) -> LinkRuling:
    """`words` mean `symbol`, or nothing where it is empty. The story is linked anew at once.

    Raises Refused `no_such_words`, `not_found`.
    """
    words = words.strip()[:120]
    if not words or words not in article.text:
        raise Refused(NO_WORDS)
    instrument = instrument_for(symbol) if symbol.strip() else None
    if symbol.strip() and instrument is None:
        raise Refused(NO_INSTRUMENT)
    ruling, _ = LinkRuling.objects.update_or_create(
        source=article.source,
        words=words,
        defaults={"instrument": instrument, "by": by, "at": timezone.now()},
    )
    _again(article)
    return ruling


@transaction.atomic
def forget_ruling(article: Article, pk: int) -> None:
    """The words mean again what the text around them says."""
    LinkRuling.objects.filter(pk=pk, source=article.source).delete()
    _again(article)


def _again(article: Article) -> None:
    wire = ArticleInstrument.Origin.WIRE
    wired = article.instruments.filter(origin=wire).values_list("instrument__symbol", flat=True)
    before = follow.symbols_of(article)
    found = follow.link_instruments([article], {article.pk: list(wired)})
    if article.live:
        follow.show(article, found | before)
