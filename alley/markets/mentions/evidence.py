"""Is this everyday word a company here, this substance a price? Points, and why.

Deterministic: what stands beside the place counts most, the rest of the sentence less, the rest of
the text least. A company needs three points.
"""

import re

from alley.markets.mentions import words
from alley.markets.mentions.everyday import common_words
from alley.markets.mentions.surroundings import Surroundings

ENOUGH = 3.0
VETO = 4.0
MOST_OF_SENTENCE = 2.5
NEAR_COMPANY = 1.5
BEFORE = 70  # letters in which a phrase such as `shares of the clothing giant` fits
_PLANS = re.compile(
    r"^ (?:said|says) (?:it|its|on \w+ it|that it|quarterly|sales|profit|revenue)\b"
)
_AMOUNT = re.compile(r"^\W*\w+(?: \w+){0,2} [$€£]?\d")
_FRACTION = re.compile(
    r"\b(?:a|one) (?:third|quarter|fifth|tenth) of its (?:market )?value\b|half its"
)
_ITS_SHARES = re.compile(r"\b(?:and|as|with|but|while) its (?:shares|stock)\b")
_LAID_OFF = re.compile(r"^ (?:lays|laid|is laying|will lay) off\b")
_AT_A_PRICE = re.compile(r"^ (?:\w+ )?at [$€£]?\d|^ \d[\d.,]* ?(?:%|per ?cent)")
_WITH_ANOTHER = re.compile(r"^ and (?:[A-Z][\w&’'-]+ ){1,3}")
ARTICLES = frozenset({"a", "an", "any", "no", "every", "his", "her", "my", "their"})


def company_points(near: Surroundings, *, ordinary: bool, bonus: float) -> float:
    """How strongly the text speaks of a company here; `ordinary` where the name is a plain word.

    `bonus` is what the rest of the text adds: companies near, the same one named before.
    """
    points = _after(near) + _before(near) + bonus - everyday(near) - _longer_name(near)
    points += _capital(near, ordinary=ordinary)
    if points + MOST_OF_SENTENCE < ENOUGH:
        return points
    return points + min(MOST_OF_SENTENCE, len(_business_words(near)))


def is_priced(near: Surroundings) -> bool:
    """A trade word that is also a substance or a coin: is its price spoken of here?"""
    if _is_stuff(near) or (_longer_name(near) and not near.titled):
        return False
    if words.MARKET_NOUNS.match(near.next) or _AT_A_PRICE.match(near.after):
        return True
    after = near.words_after
    moving = any(words.MOVES.match(word) for word in after)
    if moving and near.last.lower() not in ARTICLES:
        return True
    measured = bool(words.UNITS.search(near.sentence))
    talked = bool(words.MARKET_TALK.search(near.sentence))
    if moving or any(words.LEVELS.match(word) for word in after[:2]):
        return measured or talked
    if words.MOVES.match(near.last.strip(",")):
        return measured
    return measured and (talked or bool(words.AGAINST_CURRENCY.search(near.sentence)))


def is_spoken_of_markets(near: Surroundings) -> bool:
    """For trade words that are proper names (Brent): any talk of markets in the sentence."""
    if _is_stuff(near) or (_longer_name(near) and not near.titled):
        return False
    return bool(
        words.MARKET_TALK.search(near.sentence)
        or words.UNITS.search(near.sentence)
        or any(words.MOVES.match(word) for word in near.words_after)
    )


def is_something_else(near: Surroundings) -> bool:
    """Olive oil prices are no oil prices, enriched uranium no market, Uranium One a company."""
    if words.NOT_OIL.match(near.last) or words.NOT_TRADED.match(near.next):
        return True
    text, end = near.text, near.end
    if not (text[near.start].isupper() and text[end + 1 : end + 2].isupper()):
        return False
    alone = " " not in text[near.start : end]
    return alone and not near.titled and not words.MARKET_NOUNS.match(near.next)


def continues_a_name(near: Surroundings) -> bool:
    """`Union` of `Soviet Union`: part of a longer capitalised name."""
    return not near.titled and _longer_name(near) > 0


def is_boilerplate(text: str, start: int, end: int) -> bool:
    """A wire's byline or credit, such as (Reuters), © Reuters or REUTERS/Stringer."""
    before, after = text[max(0, start - 12) : start], text[end : end + 4]
    bracketed = before.endswith("(") and after.startswith(")") and " -" in text[end : end + 5]
    credit = before.rstrip().endswith(("©", "Photo by", "Image:", "Photo:", "Source:", "via")) or (
        after[:1] == "/" and after[1:2].isalpha()
    )
    return bracketed or credit


def everyday(near: Surroundings) -> float:
    """What speaks for the everyday word: Chevron deference, Nikola Tesla, an Apple."""
    points, last = 0.0, near.last
    if not near.possessive and words.EVERYDAY_AFTER.match(near.next):
        points += VETO
    if words.EVERYDAY_BEFORE.match(last):
        points += VETO
    if last.lower() in ARTICLES:
        points += 1.5
    if last.lower() in {"the", "this", "that"} and not near.possessive:
        points += 1
    if near.after[:1] == "-" and near.after[1:2].islower():
        points += 1
    return points


def _business_words(near: Surroundings) -> set[str]:
    return {found.lower() for found in words.FINANCE.findall(near.sentence)}


def _capital(near: Surroundings, *, ordinary: bool) -> float:
    """A plain word with a capital means something within a sentence, nothing at its beginning;
    a word that is no plain one need only do something."""
    if not ordinary:
        return 1 if not near.titled and _next_word(near) >= 1 else 0
    return -1 if near.opens or near.titled else 1


def _after(near: Surroundings) -> float:
    if not near.words_after:
        return 0
    points = _next_word(near)
    if near.possessive:
        following = [word.strip(",.") for word in near.words_after[1:3]]
        points += 2 if any(words.BUSINESS_AFTER.match(word) for word in following) else 0.5
    if near.after.startswith(" (") and ":" in near.after[:16]:
        points += 3
    if words.APPOSITION.match(near.after):
        points += 3
    if words.ATTRIBUTED.search(near.after) or _ITS_SHARES.search(near.after):
        points += 2
    if _LAID_OFF.match(near.after):
        points += 1
    if _PLANS.match(near.after):
        points += 1.5
    if points == 2 and _AMOUNT.match(near.after):
        points += 1
    return points


def _next_word(near: Surroundings) -> float:
    word = near.next
    if words.BUSINESS_AFTER.match(word):
        return 3
    done = _deed(near)
    if words.STRONG_VERBS.match(done):
        return 2
    if words.MOVES.match(done):
        sized = "%" in near.after or "percent" in near.after or _FRACTION.search(near.after)
        return 2 if sized else 1
    if words.BUSINESS_VERBS.match(word) or words.BUSINESS_VERBS.match(done):
        return 1
    return 1.5 if words.TALK.match(done) else 0


def _deed(near: Surroundings) -> str:
    """What it does: `is buying`, `has been fined`, `and Ford halt` are read to their verb."""
    after = near.words_after
    if other := _WITH_ANOTHER.match(near.after):
        after = near.after[other.end() :].split()[:3]
    found = (word.strip(",.") for word in after if not words.AUXILIARY.match(word))
    return next(found, "")


def _before(near: Surroundings) -> float:
    if words.BUSINESS_BEFORE.match(near.last):
        return 3
    if words.PHRASE_WORDS.isdisjoint(near.words_before):
        return 0
    return 2.5 if words.PHRASES_BEFORE.search(near.before[-BEFORE:]) else 0


def _longer_name(near: Surroundings) -> float:
    if not (near.after[1:2].isupper() or near.last[:1].isupper()) or near.titled:
        return 0
    points = 0.0
    joined = near.after[:1] in {" ", "-"} and near.after[1:2].isupper()
    if joined and near.next not in words.LEGAL and not words.BUSINESS_AFTER.match(near.next):
        points += 3
    return points + (3 if _follows_a_name(near) else 0)


def _follows_a_name(near: Surroundings) -> bool:
    last = near.last
    if not last[:1].isupper() or last.endswith(("'s", "’s")):
        return False
    if not near.before.endswith((f"{last} ", f"{last}-")):
        return False
    if words.BUSINESS_BEFORE.match(last) or last in {"I", "CEO", "CFO"}:
        return False
    alone = near.before.strip(' "“') == last  # the first word of a sentence has a capital anyway
    return not alone or last.lower() not in common_words()


def _is_stuff(near: Surroundings) -> bool:
    if words.NOT_OIL.match(near.last) or words.NOT_PRICED.match(near.next):
        return True
    return near.after[:1] == "-" and near.after[1:2].isalpha()
