"""How instruments are written: `XNYS:CVX` is canonical, `NYSE:CVX`, `CVX.N` and `CVX` are forms.

ISO 10383 gives the market codes, the Reuters and Yahoo suffixes are those seen in stories and
files. Check digits: ISO 6166 (ISIN), OpenFIGI allocation rules (FIGI).
"""

import re

VENUES = {  # what stories write -> market identifier code
    "NYSE": "XNYS",
    "NASDAQ": "XNAS",
    "NASDAQGS": "XNAS",
    "NASDAQGM": "XNAS",
    "NASDAQCM": "XNAS",
    "NYSEARCA": "ARCX",
    "ARCA": "ARCX",
    "NYSEAMERICAN": "XASE",
    "AMEX": "XASE",
    "CBOE": "BATS",
    "LSE": "XLON",
    "LON": "XLON",
    "AIM": "XLON",
    "TSX": "XTSE",
    "TSXV": "XTSX",
    "ASX": "XASX",
    "TSE": "XTKS",
    "TYO": "XTKS",
    "HKEX": "XHKG",
    "HKG": "XHKG",
    "SEHK": "XHKG",
    "SSE": "XSHG",
    "SZSE": "XSHE",
    "NSE": "XNSE",
    "BSE": "XBOM",
    "KRX": "XKRX",
    "TWSE": "XTAI",
    "SGX": "XSES",
    "ETR": "XETR",
    "XETRA": "XETR",
    "FRA": "XFRA",
    "EPA": "XPAR",
    "EURONEXT": "XPAR",
    "AMS": "XAMS",
    "EBR": "XBRU",
    "BME": "XMAD",
    "BIT": "XMIL",
    "MIL": "XMIL",
    "SIX": "XSWX",
    "SWX": "XSWX",
    "STO": "XSTO",
    "CPH": "XCSE",
    "HEL": "XHEL",
    "OSL": "XOSL",
    "JSE": "XJSE",
    "TASE": "XTAE",
    "MOEX": "MISX",
    "B3": "BVMF",
    "BVMF": "BVMF",
    "KASE": "XKAZ",
}
RIC_SUFFIXES = {
    "N": ("XNYS",),
    "K": ("XNYS",),
    "O": ("XNAS",),
    "OQ": ("XNAS",),
    "A": ("XASE",),
    "P": ("ARCX",),
    "L": ("XLON",),
    "PA": ("XPAR",),
    "AS": ("XAMS",),
    "BR": ("XBRU",),
    "LS": ("XLIS",),
    "DE": ("XETR", "XFRA"),
    "F": ("XFRA",),
    "MC": ("XMAD",),
    "MI": ("XMIL",),
    "S": ("XSWX",),
    "SW": ("XSWX",),
    "VX": ("XSWX",),
    "ST": ("XSTO",),
    "CO": ("XCSE",),
    "HE": ("XHEL",),
    "OL": ("XOSL",),
    "T": ("XTKS",),
    "HK": ("XHKG",),
    "SS": ("XSHG",),
    "SZ": ("XSHE",),
    "KS": ("XKRX",),
    "TW": ("XTAI",),
    "SI": ("XSES",),
    "AX": ("XASX",),
    "TO": ("XTSE",),
    "V": ("XTSX",),
    "NS": ("XNSE",),
    "BO": ("XBOM",),
    "J": ("XJSE",),
    "JO": ("XJSE",),
    "TA": ("XTAE",),
    "SA": ("BVMF",),
    "MX": ("XMEX",),
    "MM": ("MISX",),
}
INDEX_CODES = {".SPX": "INDEX:SPX", ".DJI": "INDEX:DJI", ".IXIC": "INDEX:IXIC"}
CONTRACTS = {  # Reuters and Yahoo codes of what has no ticker
    "LCOC1": "COMDTY:BRENT",
    "BZ=F": "COMDTY:BRENT",
    "CLC1": "COMDTY:WTI",
    "CL=F": "COMDTY:WTI",
    "NGC1": "COMDTY:NATGAS",
    "NG=F": "COMDTY:NATGAS",
    "XAU=": "COMDTY:GOLD",
    "GC=F": "COMDTY:GOLD",
    "XAG=": "COMDTY:SILVER",
    "SI=F": "COMDTY:SILVER",
    "BTC=": "CRYPTO:BTC-USD",
    "EUR=": "FX:EUR-USD",
    "GBP=": "FX:GBP-USD",
    "JPY=": "FX:USD-JPY",
    "CHF=": "FX:USD-CHF",
    "CNY=": "FX:USD-CNY",
    "RUB=": "FX:USD-RUB",
    "^GSPC": "INDEX:SPX",
    "^DJI": "INDEX:DJI",
    "^IXIC": "INDEX:IXIC",
    "^VIX": "INDEX:VIX",
}
INDEX_CODES |= {f".{code}": f"INDEX:{code}" for code in ("FTSE", "GDAXI", "FCHI", "N225", "VIX")}

MINOR = {  # units that are a hundredth of their currency
    "GBp": ("GBP", "GBp"),
    "GBX": ("GBP", "GBp"),
    "ILA": ("ILS", "ILA"),
    "ZAc": ("ZAR", "ZAc"),
    "ZAC": ("ZAR", "ZAc"),
    "USX": ("USD", "USX"),
}

_SYMBOL = re.compile(r"[A-Z0-9]{2,10}:[A-Z0-9][A-Z0-9.\-&+_^=/]{0,50}")


def canonical(text: str) -> str | None:
    """`NYSE: cvx` as `XNYS:CVX`, or None where no venue is written."""
    venue, colon, ticker = text.strip().partition(":")
    if not colon:
        return None
    venue = venue.strip().upper().replace(" ", "")
    symbol = f"{VENUES.get(venue, venue)}:{ticker.strip().upper()}"
    return symbol if _SYMBOL.fullmatch(symbol) else None


def from_ric(text: str) -> list[str]:
    """The symbols that a code such as `CVX.N` or `.SPX` may stand for."""
    if symbol := INDEX_CODES.get(text.upper()) or CONTRACTS.get(text.upper()):
        return [symbol]
    ticker, dot, suffix = text.upper().rpartition(".")
    return [f"{mic}:{ticker}" for mic in RIC_SUFFIXES.get(suffix, ())] if dot and ticker else []


def currency_and_unit(code: str) -> tuple[str, str]:
    """`GBp` is a unit of GBP: the currency, and the unit the price is written in."""
    if code in MINOR:
        return MINOR[code]
    return code.upper(), code.upper()


def _luhn(digits: str) -> bool:
    doubled = [
        sum(divmod(int(digit) * (2 if place % 2 else 1), 10))
        for place, digit in enumerate(reversed(digits))
    ]
    return sum(doubled) % 10 == 0


def is_isin(text: str) -> bool:
    if not re.fullmatch(r"[A-Z]{2}[A-Z0-9]{9}[0-9]", text):
        return False
    return _luhn("".join(str(int(letter, 36)) for letter in text))


def is_figi(text: str) -> bool:
    if not re.fullmatch(r"[B-DF-HJ-NP-TV-Z]{2}G[B-DF-HJ-NP-TV-Z0-9]{8}[0-9]", text):
        return False
    values = [int(letter, 36) * (2 if place % 2 else 1) for place, letter in enumerate(text[:-1])]
    return (10 - sum(sum(divmod(value, 10)) for value in values) % 10) % 10 == int(text[-1])
