"""How swear words are disguised, to measure how many of them are still found."""

import random
from collections.abc import Callable

from alley.moderation.context import Context
from alley.moderation.signals.profanity import profanity
from alley.moderation.words import pairs, words

FOUND = frozenset(["slur", "profanity", "disguised_word"])


def _lookalikes() -> dict[str, str]:
    by_letter: dict[str, str] = {}
    for char, letter in pairs("confusables").items():
        by_letter[letter] = by_letter.get(letter, "") + char
    return by_letter


ALIKE = _lookalikes()
LEET = {
    "a": "4@",
    "b": "8",
    "e": "3",
    "g": "9",
    "i": "1!",
    "l": "1|",
    "o": "0",
    "s": "5$",
    "t": "7+",
}
Disguise = Callable[[random.Random, str], str]


def leet(chance: random.Random, word: str) -> str:
    return "".join(chance.choice(LEET.get(letter, letter)) for letter in word)


def lookalikes(chance: random.Random, word: str) -> str:
    return "".join(chance.choice(ALIKE.get(letter, letter)) for letter in word)


def wide(chance: random.Random, word: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) for letter in word)


def struck(chance: random.Random, word: str) -> str:
    return "".join(letter + chance.choice("\u0336\u0301\u0308\u0332") for letter in word)


def unseen(chance: random.Random, word: str) -> str:
    return chance.choice("\u200b\u00ad\u200d\u2060\ufeff\u034f").join(word)


def drawn_out(chance: random.Random, word: str) -> str:
    place = chance.randrange(len(word))
    return word[:place] + word[place] * chance.randint(3, 7) + word[place + 1 :]


def starred(chance: random.Random, word: str) -> str:
    vowels = [place for place, letter in enumerate(word) if letter in "aeiou" and place]
    place = vowels[0] if vowels else 1
    return word[:place] + "*" + word[place + 1 :]


def apart(by: str) -> Disguise:
    return lambda chance, word: by.join(word)


DISGUISES = {
    "leet": leet,
    "lookalikes": lookalikes,
    "wide": wide,
    "struck": struck,
    "unseen": unseen,
    "drawn out": drawn_out,
    "starred": starred,
    "spaced": apart(" "),
    "spaced twice": apart("  "),
    "dotted": apart("."),
    "dashed": apart("-"),
    "underlined": apart("_"),
    "slashed": apart("/"),
}


def finds(text: str) -> bool:
    return any(mark.signal in FOUND for mark in profanity(text, Context()))


def plain_words() -> list[str]:
    listed = words("profanity") | words("slurs")
    return sorted(word for word in listed if word.isascii() and word.isalpha() and len(word) > 3)


def recall(name: str) -> float:
    """The share of the plain list that is found in this disguise."""
    chance, disguise = random.Random(name), DISGUISES[name]  # noqa: S311 - the same in every run
    plain = plain_words()
    return sum(finds(f"you {disguise(chance, word)} now") for word in plain) / len(plain)
