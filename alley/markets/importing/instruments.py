"""One row of an instruments file: the contract's columns, or a listing master's (Yahoo symbols)."""

from collections.abc import Callable
from dataclasses import dataclass, field

from alley.markets import symbols
from alley.markets.models import Alias, Kind

KINDS = set(Kind.values)
MAIN_VENUES = {"XNYS", "XNAS", "XLON", "XPAR", "XETR", "XTKS", "XJPX", "XHKG", "XTSE", "XASX"}
MAIN_VENUES |= {"XAMS", "XBRU", "XMIL", "XMAD", "XSWX", "XSTO", "XCSE", "XOSL", "XHEL", "XNSE"}
MAIN_VENUES |= {"XKRX", "XTAI", "XSHG", "XSHE", "BVMF", "XJSE", "ARCX", "MISX", "XSES", "XMEX"}


class Unusable(ValueError):
    """Why a row is refused, in words for whoever imports it."""


@dataclass(frozen=True, slots=True)
class Listing:
    symbol: str
    name: str
    kind: str
    currency: str
    unit: str
    mic: str
    ticker: str
    isin: str
    figi: str
    sector: str
    country: str
    shares: int | None
    rank: int
    aliases: tuple[tuple[str, str], ...] = field(default=(), compare=False)  # (text, strength)


def listing(row: dict[str, str | None], rank: int | None = None) -> Listing:
    """The listing a row describes. Raises Unusable with the reason."""
    cell = {(key or "").strip().lower(): (value or "").strip() for key, value in row.items()}
    kind = cell.get("kind", "").lower()
    if kind not in KINDS:
        raise Unusable(f"kind '{kind}' is not one of {', '.join(sorted(KINDS))}")
    name = cell.get("name", "")
    if not name:
        raise Unusable("no name")
    symbol, mic = _symbol(cell, kind)
    currency, unit = symbols.currency_and_unit(cell.get("currency", ""))
    found = Listing(
        symbol=symbol,
        name=name,
        kind=kind,
        currency=currency,
        unit=cell.get("unit") or unit,
        mic=mic,
        ticker=symbol.partition(":")[2],
        isin=_checked(cell.get("isin", ""), symbols.is_isin, "ISIN"),
        figi=_checked(cell.get("figi", ""), symbols.is_figi, "FIGI"),
        sector=cell.get("sector", "")[:60],
        country=cell.get("country", "")[:60],
        shares=_shares(cell.get("shares", "")),
        rank=_rank(mic, kind, cell.get("delisted", "")) if rank is None else rank,
        aliases=tuple(_aliases(cell.get("aliases", ""))),
    )
    _fits(found)
    return found


def _symbol(cell: dict[str, str], kind: str) -> tuple[str, str]:
    written, mic = cell.get("symbol", ""), cell.get("mic", "").upper()
    if not written:
        raise Unusable("no symbol")
    symbol = symbols.canonical(written if ":" in written else _with_venue(written, mic, kind, cell))
    if symbol is None:
        raise Unusable(f"symbol '{written}' cannot be read")
    venue = symbol.partition(":")[0]
    return symbol, mic or ("" if venue in {"FX", "CRYPTO", "COMDTY", "INDEX"} else venue[:10])


def _with_venue(written: str, mic: str, kind: str, cell: dict[str, str]) -> str:
    if kind == Kind.FX:
        pair = written.upper().removesuffix("=X").replace("/", "").replace("-", "")
        pair = f"USD{pair}" if len(pair) == 3 else pair
        return f"FX:{pair[:3]}-{pair[3:]}"
    if kind == Kind.CRYPTO:
        return f"CRYPTO:{written}"
    venue = mic or cell.get("exchange", "").upper()
    if not venue:
        raise Unusable(f"symbol '{written}' has no venue (no mic)")
    ticker, dot, suffix = written.rpartition(".")
    return f"{venue}:{ticker if dot and len(suffix) <= 3 and cell.get('exchange') else written}"


def _checked(code: str, good: Callable[[str], bool], name: str) -> str:
    if code and not good(code):
        raise Unusable(f"{name} '{code}' has a wrong check digit or form")
    return code


def _shares(written: str) -> int | None:
    if not written:
        return None
    if not written.isdecimal() or not 0 < int(written) < 2**63:
        raise Unusable(f"shares '{written}' is no whole number of shares")
    return int(written)


def _rank(mic: str, kind: str, delisted: str) -> int:
    """Which listing a bare ticker or name means: main venues before side lists, shares first, what
    is gone (on a day the file does not tell) last."""
    if delisted.lower() in {"true", "1", "yes"}:
        return 95
    if kind in {Kind.FUND, Kind.MONEY_MARKET}:
        return 90
    return 40 if mic in MAIN_VENUES else 70


def _aliases(cell: str) -> list[tuple[str, str]]:
    """`Chevron;Target?;~oil prices;~gold?`: a name, a trade word; `?` where it needs evidence."""
    found = []
    for text in (part.strip() for part in cell.replace("|", ";").split(";")):
        strength = Alias.Strength.NAME
        if text.startswith("~"):
            text, strength = text[1:], Alias.Strength.TOPIC
            if text.endswith("?"):
                text, strength = text[:-1], Alias.Strength.HINT
        elif text.endswith("?"):
            text, strength = text[:-1], Alias.Strength.WORD
        if text:
            found.append((text[:120], str(strength)))
    return list(dict.fromkeys(found))


def _fits(found: Listing) -> None:
    for part, limit in (("symbol", 64), ("name", 255), ("ticker", 40), ("currency", 8)):
        if len(getattr(found, part)) > limit:
            raise Unusable(f"{part} is longer than {limit} characters")
