"""Disguised swear words are found as surely as plain ones, and innocent words never."""

import pytest

from alley.moderation.context import Context
from alley.moderation.evasion import DISGUISES, FOUND, finds, plain_words, recall
from alley.moderation.folding import fold
from alley.moderation.signals.profanity import profanity


def test_every_listed_word_is_found_as_it_stands() -> None:
    assert [word for word in plain_words() if not finds(f"you {word}")] == []


@pytest.mark.parametrize("name", DISGUISES)
def test_a_disguise_hides_at_most_one_word_in_twenty(name: str) -> None:
    assert recall(name) >= 0.95


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
