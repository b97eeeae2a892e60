"""Disguised swear words are found as surely as plain ones, and innocent words never."""

import random
from collections.abc import Callable

import pytest

from alley.moderation.context import Context
from alley.moderation.folding import fold
from alley.moderation.signals.profanity import profanity
from alley.moderation.words import pairs, words

FOUND = {"slur", "profanity", "disguised_word"}


def finds(text: str) -> bool:
    return any(mark.signal in FOUND for mark in profanity(text, Context()))


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


@pytest.mark.parametrize("name", DISGUISES)
def test_a_disguise_hides_at_most_one_word_in_twenty(name: str) -> None:
    chance = random.Random(name)
    plain = sorted(
        word
        for word in words("profanity") | words("slurs")
        if word.isascii() and word.isalpha() and len(word) > 3
    )
    assert all(finds(f"you {word}") for word in plain)

    missed = [word for word in plain if not finds(f"you {DISGUISES[name](chance, word)} now")]

    assert len(missed) <= 0.05 * len(plain), missed[:10]


INNOCENT = [
    "I grew up in Scunthorpe, near Cockburn Street, and moved to Penistone.",
    "Dick Cheney sold put options on HAL. Moby Dick. Dick's Sporting Goods beat.",
    "The stock went ex-div; cum dividend it was 40. Cum-dividend or cum rights?",
    "The analyst's analysis assumes class A assets; assess the mass market in Essex.",
    "Matsushita, Yamashita and Fukushima’s shiitake; Kuntz and Fuchs.",
    "The pen is mightier, who re-elected them, as such; as shares go, push it up, pass it on.",
    "Steel slag, crypto nonce, the Vietnamese dong, balance sheet, pricks the bubble.",
    "$ASS $TIT $HIT $CUM $COK and 455 points, 8008, 1.5t, 5h chart, Q3, S&P, w/o, A/B",
    "We'll see, she'll sell, he'll hold, I'll wait. It'd be as s-shaped as 2008.",
    "Hancock, peacock, cocktail, cockpit, Hitchcock, Babcock; a chink in the armour.",
    "snigger, niggardly, Niger, Nigeria, Montenegro, Senator Coons, Christmas b@sket",
    "Randy Wang, Rusty Kuntz, Fanny Mae, Anthony Weiner, Negro Leagues, Redskins",
]


@pytest.mark.parametrize("text", INNOCENT)
def test_innocent_words_are_left_alone(text: str) -> None:
    found = [mark for mark in profanity(text, Context()) if mark.signal in FOUND]

    assert [text[slice(*span)] for mark in found for span in mark.spans] == []


def test_a_person_who_rightly_bears_the_name_may_be_named() -> None:
    assert finds("ask wanker about it")
    assert not [
        mark
        for mark in profanity("ask wanker about it", Context(names=("Wanker",)))
        if mark.signal in FOUND
    ]


def test_folding_knows_where_each_letter_stood() -> None:
    text = "Ａh: 🙂 f\u200bս\u0301cĸ, ﬁn."
    folded = fold(text)

    start = folded.text.index("fuc")
    first, last = folded.span(start, start + 3)
    assert text[first:last] == "f\u200bս\u0301c"


def test_spans_of_a_disguise_are_in_the_original() -> None:
    text = "Well 🙂, ᖴ ս c k that"

    (mark,) = profanity(text, Context())

    assert [text[start:end] for start, end in mark.spans] == ["ᖴ ս c k"]
