"""Whether a comment is in the site's language. Names, tickers, numbers and quotes do not count.

A foreign script is exact; a foreign language in Latin letters is measured. Function words settle
most comments at once; only doubtful ones are given to the detector.
"""

import re
import unicodedata
from functools import lru_cache

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

from alley.moderation.context import Context
from alley.moderation.verdicts import Mark
from alley.moderation.words import words

FEWEST_LETTERS = 20
FEWEST_BESIDE_QUOTES = 6  # "He said: …" is judged by its own words; a bare quote by the quoted
QUOTED = re.compile(r"[\"“„«][^\"”“»]{1,400}[\"”“»]|^>.*$", re.M)
NO_WORDS = re.compile(r"https?://\S+|[@#$]\w+|\b[A-Z]{2,5}(?:[.:][A-Z0-9]+)?\b|\d[\w.,:/%-]*", re.A)
QUOTE = re.compile(r"[\"“„«]|^>", re.M)
APART = {code: " " for code in range(128) if not chr(code).isalpha()}
LETTERS = re.compile(r"[^\W\d_]+")
FUNCTION_WORDS = words("function_words")
ENGLISH_WORDS = words("english")
OTHERS = (
    "GERMAN FRENCH SPANISH PORTUGUESE ITALIAN DUTCH POLISH TURKISH SWEDISH INDONESIAN VIETNAMESE"
    " ROMANIAN CZECH TAGALOG"
)
FEWEST_SHORT = 4  # words like "a", "is", "an" also make sentences in Irish
SHARE_THAT_SETTLES = 0.3  # of function words: "the price of oil will rise" has half
MESSAGE = "Please write in English, so that everybody here can follow."


@lru_cache(maxsize=1)
def detector() -> LanguageDetector:
    # The small models: 0.25 ms a comment, and a tenth of the memory of the large ones.
    languages = [Language.ENGLISH, *(getattr(Language, name) for name in OTHERS.split())]
    return LanguageDetectorBuilder.from_languages(*languages).with_low_accuracy_mode().build()


def language(text: str, context: Context) -> list[Mark]:
    marks, _ = look(text, context)
    return marks


def look(text: str, context: Context) -> tuple[list[Mark], str | None]:
    """The marks, and the language where it could be told."""
    found = _words_of(text)
    letters = "".join(found)
    if _mostly_foreign_script(letters, fewest=6):
        return [Mark("foreign_script", MESSAGE, 1.0, _foreign(text))], None
    if len(letters) < FEWEST_LETTERS:
        return [], None
    said = [word.lower() for word in found]
    told = [word for word in said if word in FUNCTION_WORDS]
    settled = any(len(word) > 2 for word in told) or len(set(told)) >= FEWEST_SHORT
    if settled and len(told) >= SHARE_THAT_SETTLES * len(said):
        return [], "en"
    if sum(len(word) for word in found if not word[0].isupper()) < 4:
        return [], None  # a row of names
    return _detected(said)


def _words_of(text: str) -> list[str]:
    beside = QUOTED.sub(" ", text) if QUOTE.search(text) else text
    found = _no_names(beside)
    if sum(map(len, found)) < FEWEST_BESIDE_QUOTES and beside is not text:
        return _no_names(text)
    return found


def _no_names(text: str) -> list[str]:
    text = NO_WORDS.sub(" ", text)
    return text.translate(APART).split() if text.isascii() else LETTERS.findall(text)


def _detected(said: list[str]) -> tuple[list[Mark], str | None]:
    """Lingua's measure, held back by the share of words that are English and little else."""
    values = detector().compute_language_confidence_values(" ".join(said))
    best = values[0].language
    if best == Language.ENGLISH:
        return [], "en"
    english = next(each.value for each in values if each.language == Language.ENGLISH)
    long = [word for word in said if len(word) > 2]
    known = sum(word in ENGLISH_WORDS or word in FUNCTION_WORDS for word in long)
    other = (1 - english) * (1 - min(1.0, known / max(1, len(long)))) ** 0.5
    code = best.iso_code_639_1.name.lower()
    return [Mark("foreign_language", MESSAGE, other)], code if other > 0.6 else None


def _mostly_foreign_script(letters: str, *, fewest: int) -> bool:
    if letters.isascii():
        return False
    foreign = sum(map(_is_foreign, letters))
    return foreign >= fewest and foreign > 0.6 * len(letters)


def _is_foreign(letter: str) -> bool:
    return letter > "ɏ" and not unicodedata.name(letter, "").startswith(
        ("LATIN", "FULLWIDTH LATIN", "MATHEMATICAL")
    )


def _foreign(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(found.span() for found in LETTERS.finditer(text) if _is_foreign(found[0][0]))
