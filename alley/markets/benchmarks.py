"""What a move is held against: a share against its own market's index, everything else against
nothing, because no index is right for gold, the euro or bitcoin."""

from alley.markets.models.words import Kind

AMERICAN = ("INDEX:SPX",)
EUROPEAN = ("INDEX:STOXX", "INDEX:STOXX50E")
BY_VENUE = {
    **dict.fromkeys(("XNYS", "XNAS", "XASE", "ARCX", "BATS"), AMERICAN),
    "XLON": ("INDEX:FTSE", *EUROPEAN),
    "XETR": ("INDEX:GDAXI", *EUROPEAN),
    "XFRA": ("INDEX:GDAXI", *EUROPEAN),
    "XPAR": ("INDEX:FCHI", *EUROPEAN),
    "XMIL": ("INDEX:FTMIB", *EUROPEAN),
    "XMAD": ("INDEX:IBEX", *EUROPEAN),
    **dict.fromkeys(
        ("XAMS", "XBRU", "XLIS", "XSWX", "XSTO", "XHEL", "XCSE", "XOSL", "XDUB", "XWBO"), EUROPEAN
    ),
    "XTKS": ("INDEX:N225", "INDEX:TOPX"),
    "XHKG": ("INDEX:HSI",),
    "XSHG": ("INDEX:SSEC",),
    "XSHE": ("INDEX:SSEC",),
    "XKRX": ("INDEX:KOSPI",),
    "XNSE": ("INDEX:NIFTY", "INDEX:SENSEX"),
    "XBOM": ("INDEX:SENSEX", "INDEX:NIFTY"),
    "XASX": ("INDEX:AXJO",),
    "XTSE": ("INDEX:GSPTSE",),
    "BVMF": ("INDEX:BVSP",),
    "MISX": ("INDEX:MOEX",),
}


def benchmarks_for(symbol: str, kind: str) -> tuple[str, ...]:
    """Symbols of indices, best first; the first with prices for those days is taken."""
    if kind not in {Kind.EQUITY, Kind.ETF}:
        return ()
    return BY_VENUE.get(symbol.partition(":")[0], ())
