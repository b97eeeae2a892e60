"""Finding instruments: by symbol in any of its forms, as of a day, and by name."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import CharField, Q, QuerySet

from alley.markets import symbols
from alley.markets.models import Alias, Instrument, SymbolSpan
from alley.prepared import Blank, prepared
from alley.subjects import Subject


def instrument_for(text: str, as_of: date | None = None) -> Instrument | None:
    """The instrument written as `XNYS:CVX`, `NYSE:CVX`, `CVX.N` or, where one is meant, `CVX`.

    With `as_of`, what that meant on that day: `QQQQ` in 2010 is today's QQQ, `META` in 2020 was a
    fund. Without, what it means now, or last meant.
    """
    if symbol := symbols.canonical(text):
        now = _now_called.first(symbol=symbol) if as_of is None else None
        return now or _written([symbol], as_of)
    if forms := symbols.from_ric(text):
        return _written(forms, as_of)
    return _bare(text.strip().upper(), as_of)


def _written(forms: Sequence[str], as_of: date | None) -> Instrument | None:
    current = Instrument.objects.filter(symbol__in=forms).order_by("rank")
    spans = SymbolSpan.objects.filter(symbol__in=forms)
    if as_of is None:
        return current.first() or _latest(spans)
    return _held_then(spans, as_of) or _so_called(current, as_of).first()


@prepared(symbol=CharField())
def _now_called(symbol: Blank) -> QuerySet[Instrument]:
    return Instrument.objects.filter(symbol=symbol)


def _bare(ticker: str, as_of: date | None) -> Instrument | None:
    """The one instrument with this ticker, or the one that clearly outranks the others."""
    named = Instrument.objects.filter(ticker=ticker).order_by("rank")
    spans = SymbolSpan.objects.filter(ticker=ticker)
    if as_of is not None:
        return _held_then(spans, as_of) or _clearly(_so_called(named, as_of))
    living = named.filter(delisted=None)
    if living.exists():
        return _clearly(living)
    return _latest(spans) or _clearly(named)


def _clearly(found: QuerySet[Instrument]) -> Instrument | None:
    best = list(found[:2])
    if not best or (len(best) == 2 and best[0].rank == best[1].rank):
        return None
    return best[0]


def _so_called(found: QuerySet[Instrument], day: date) -> QuerySet[Instrument]:
    """Those that were listed on that day and had not yet another symbol."""
    listed = Q(listed=None) | Q(listed__lte=day)
    alive = Q(delisted=None) | Q(delisted__gt=day)
    renamed_later = SymbolSpan.objects.filter(valid_to__gt=day).values("instrument")
    return found.filter(listed & alive).exclude(pk__in=renamed_later)


def _held_then(spans: QuerySet[SymbolSpan], day: date) -> Instrument | None:
    then = spans.filter(Q(valid_from=None) | Q(valid_from__lte=day), valid_to__gt=day)
    return _latest(then)


def _latest(spans: QuerySet[SymbolSpan]) -> Instrument | None:
    span = spans.select_related("instrument").order_by("-valid_to").first()
    return span.instrument if span else None


def former_symbols(instrument: Instrument) -> list[SymbolSpan]:
    return list(instrument.symbols.order_by("-valid_to"))


def other_listings(instrument: Instrument, limit: int = 12) -> list[Instrument]:
    """The same share class at other venues, best known first."""
    if instrument.share_class_id is None:
        return []
    same = Instrument.objects.filter(share_class=instrument.share_class_id, delisted=None)
    return list(same.exclude(pk=instrument.pk).order_by("rank", "symbol")[:limit])


def same_issuer(instrument: Instrument, limit: int = 12) -> list[Instrument]:
    """Other share classes of the issuer, by their best-known listing first."""
    if instrument.share_class is None or instrument.share_class.issuer_id is None:
        return []
    issuer = {"share_class__issuer": instrument.share_class.issuer_id, "delisted": None}
    others = Instrument.objects.filter(**issuer).exclude(share_class=instrument.share_class_id)
    return list(others.order_by("rank", "symbol")[:limit])


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
        | Q(symbols__ticker__iexact=words)
        | Q(isin=words.upper())
    )
    return list(Instrument.objects.filter(matching).distinct().order_by("rank", "symbol")[:limit])


def instrument_subject(key: str) -> Subject | None:
    instrument = instrument_for(key) if ":" in key else None
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
