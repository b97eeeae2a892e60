"""How far a master's own name can be trusted: its words against those of everyday and the map."""

import gzip
import re
from functools import cache
from pathlib import Path
from zoneinfo import available_timezones

from babel import Locale

COMMON = Path(__file__).parent.parent / "data" / "common-words.txt.gz"
SHORTEST = 4  # letters of a name of one word
_PUNCTUATION = dict.fromkeys(map(ord, ".,;:!?\"'()[]{}<>/|*_“”‘’–—-"), " ")
_SUFFIX = re.compile(
    r"(?:\s(?:inc|incorporated|corp|corporation|co|company|companies|plc|p\s?l\s?c|ltd|limited|llc"
    r"|ag|se|sa|s\s?a|nv|n\s?v|spa|s\s?p\s?a|oyj|asa|ab|as|a/s|kgaa|gmbh|holdings?|group|trust"
    r"|the|class [abc]|adr|ordinary shares|common stock))+$",
    re.IGNORECASE,
)


def short_name(name: str) -> str:
    """`Chevron Corporation` as `Chevron`, `The Gap, Inc.` as `Gap`."""
    plain = " ".join(name.translate(_PUNCTUATION).split())
    plain = plain.removeprefix("The ")
    return _SUFFIX.sub("", plain).strip()


def strength_of(short: str, kind: str) -> str | None:
    """How far a master's own name can be trusted alone; None: never looked for."""
    words = short.split()
    if kind not in {"equity", "etf", "fund"} or not words or not short[0].isupper():
        return None
    if kind != "equity":
        return "name" if len(words) >= 4 else None
    if short.lower() in places():
        return None
    ordinary = sum(word.lower() in common_words() or word.lower() in places() for word in words)
    if len(words) == 1:
        return None if ordinary or len(short) < SHORTEST or short.isdigit() else "word"
    return "name" if ordinary <= len(words) - 2 or ordinary == 0 else "word"


@cache
def common_words() -> frozenset[str]:
    return frozenset(gzip.decompress(COMMON.read_bytes()).decode().split())


@cache
def places() -> frozenset[str]:
    """Countries and great cities: `Brazil` is no company, whatever is listed under that name."""
    countries = Locale("en").territories.values()
    cities = (zone.rpartition("/")[2].replace("_", " ") for zone in available_timezones())
    return frozenset(name.lower() for name in (*countries, *cities))
