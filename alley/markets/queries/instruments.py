"""Finding instruments: by symbol in any of its forms, and by name."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Q

from alley.markets import symbols
from alley.markets.models import Alias, Instrument
from alley.subjects import Subject


def instrument_for(text: str) -> Instrument | None:
    """The instrument written as `XNYS:CVX`, `NYSE:CVX`, `CVX.N` or, where one is meant, `CVX`."""
    if symbol := symbols.canonical(text):
        return Instrument.objects.filter(symbol=symbol).first()
    if forms := symbols.from_ric(text):
        return Instrument.objects.filter(symbol__in=forms).order_by("rank").first()
    return _bare(text.strip().upper())


def _bare(ticker: str) -> Instrument | None:
    """The one instrument with this ticker, or the one that clearly outranks the others."""
    best = list(Instrument.objects.filter(ticker=ticker, delisted=None).order_by("rank")[:2])
    if not best or (len(best) == 2 and best[0].rank == best[1].rank):
        return None
    return best[0]


def search_instruments(q: str, limit: int = 20) -> Sequence[Instrument]:
    """Instruments whose ticker, symbol or name begins with these words, best known first."""
    words = q.strip()
    if not words:
        return list(Instrument.objects.order_by("rank", "symbol")[:limit])
    matching = (
        Q(ticker__istartswith=words)
        | Q(symbol__istartswith=symbols.canonical(words) or words)
        | Q(name__istartswith=words)
        | Q(aliases__text__istartswith=words)
        | Q(isin=words.upper())
    )
    return list(Instrument.objects.filter(matching).distinct().order_by("rank", "symbol")[:limit])


def instrument_subject(key: str) -> Subject | None:
    instrument = Instrument.objects.filter(symbol=key).first()
    if instrument is None:
        return None
    return Subject(
        kind="instrument",
        key=instrument.symbol,
        title=instrument.name,
        url=instrument.get_absolute_url(),
        text=f"{instrument.name} {instrument.ticker} {instrument.sector} {instrument.kind}",
        purges=(f"instrument:{instrument.symbol}",),
    )


def aliases_of(instruments: Iterable[Instrument]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    names = Alias.objects.filter(instrument__in=list(instruments)).order_by("pk")
    for instrument_id, text in names.values_list("instrument_id", "text"):
        found[instrument_id].append(text)
    return found
