"""Text as an eye reads it: confusable letters, leetspeak, gaps and marks folded away.

Each folded letter remembers where it stood, so evidence is shown in the original text.
"""

import re
import unicodedata
from dataclasses import dataclass

# Look-alikes that survive NFKC, from Unicode's confusables: Cyrillic, Greek and a few others
CONFUSABLE = str.maketrans(
    "սոаеорсухкмтнвіїјѕԁԛԝһӏɡɩɑαεορυχνκτιγωсΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕКМНОРСТУХІЈЅ",
    "uoaeopcyxkmthbiijsdqwhlgiaaeopuxvktiywcabezhikmnoptyxabekmhopctyxijs",
)
LEET = str.maketrans("013457@$!€|+", "oieastasielt")
DISGUISE = re.compile(r"[^\x00-\x7f]|[0-9@$!€|+*]|\b\w[\W_]\w[\W_]\w\b")


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    start: int
    end: int
    disguised: bool


PLAIN = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?")
TOKEN = re.compile(r"\S+")
SPELLED = re.compile(r"(?<!\w)(?:\w[ .\-_*]{1,2}){2,30}\w(?!\w)")  # f u c k, f.u.c.k


def plain_words(text: str) -> list[Word]:
    return [Word(m[0].lower(), m.start(), m.end(), False) for m in PLAIN.finditer(text)]


def disguised_words(text: str) -> list[Word]:
    """Words that become others when folded: nothing for text that hides nothing."""
    if not DISGUISE.search(text):
        return []
    words = []
    for found in TOKEN.finditer(text):
        if found[0].isalpha() and found[0].isascii():
            continue
        words += _readings(found[0], found.start(), found.end())
    for found in SPELLED.finditer(text):
        words += _readings(found[0], found.start(), found.end())
    return words


def skeleton(text: str) -> str:
    """One form for what looks the same: NFKC, no marks, no invisible letters, look-alikes."""
    flat = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text))
    seen = "".join(
        letter for letter in flat if unicodedata.category(letter) not in {"Mn", "Cf", "Cc"}
    )
    return seen.translate(CONFUSABLE).lower()


def _readings(token: str, start: int, end: int) -> list[Word]:
    """A token may be read with its digits as letters, or with what is between taken out."""
    bare = skeleton(token)
    leet = bare.translate(LEET)
    forms = {
        "".join(filter(str.isalpha, bare)),
        "".join(filter(str.isalpha, leet)),
        "".join(filter(str.isalpha, leet.rstrip("i"))),  # the i was a "!" at the end
    }
    forms |= {re.sub(r"(.)\1{2,}", r"\1", form) for form in forms}
    return [Word(form, start, end, True) for form in forms if len(form) > 2]
