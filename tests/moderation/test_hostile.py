"""Whatever is typed, screening answers soon, in the contract's shape, with spans in the text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alley.moderation import policy
from alley.moderation.context import Context
from alley.moderation.folding import fold
from alley.moderation.learning import features
from alley.moderation.screening import screen
from benchmarks.hostile import hostile

POLICY = policy.shipped()
CONTEXT = Context(
    author_id=1,
    subject_text="Oil rises as OPEC+ cuts",
    recent=("Oil is up again today, is it not?",),
    thread_share=0.3,
    names=("Ada",),
)
PIECES = st.sampled_from(
    [
        "f u c k",
        "sh1t",
        "idiot",
        "you",
        "http://",
        "example.com",
        "[.]",
        "+1 415 555 0100",
        "$CVX",
        "ﷺ",
        "🏳️\u200d🌈",
        "é",
        "\u200b",
        "ĸ",
        "ﬁ",
        "🇬🇧",
        "İ",
        "ß",
        "\n",
        '"',
        "A",
        "!",
    ]
)
ANYTHING = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join))


@settings(max_examples=300, deadline=None)
@given(ANYTHING)
def test_a_verdict_keeps_its_shape_whatever_is_typed(text: str) -> None:
    shown = screen(text, CONTEXT, POLICY).as_dict()

    assert shown["verdict"] in {"publish", "hold", "mend", "reject"}
    assert all(0 <= score <= 1 for score in shown["scores"].values())
    for reason in shown["reasons"]:
        assert reason["guideline"] != "check_failed"
        assert reason["message"]
        for start, end in reason["spans"]:
            assert 0 <= start < end <= len(text)


@settings(max_examples=300, deadline=None)
@given(ANYTHING)
def test_the_quick_look_at_words_finds_what_the_whole_one_finds(text: str) -> None:
    folded = fold(text)

    assert folded.terms == [word.text for word in folded.words]
    assert features.names(folded) == [name for name, _, _ in features.tokens(folded)]


@pytest.mark.parametrize("text", hostile(), ids=lambda text: ascii(text[:8] + text[-2:]))
def test_no_text_of_a_thousand_letters_is_slow(text: str) -> None:
    screen(text, CONTEXT, POLICY)

    def seconds() -> float:
        started = time.process_time()
        screen(text, CONTEXT, POLICY)
        return time.process_time() - started

    # Quadratic is 100 times as slow; the figures are taken by benchmarks/hostile.py.
    assert min(seconds() for _ in range(3)) < 0.05
