"""What each signal finds, and what it leaves alone."""

import pytest

from alley.moderation import policy
from alley.moderation.context import Context
from alley.moderation.screening import screen
from alley.moderation.verdicts import Verdict


def verdict(text: str, context: Context | None = None) -> Verdict:
    return screen(text, context or Context(), policy.shipped())


PASS = [
    "Putin saves the world",
    "Where is Borat when you need him?",
    "I grew up in Scunthorpe, near Cockburn Street.",
    "Dick Cheney sold put options on HAL long ago.",
    "TSLA NVDA AMD INTC CVX all up",
    "Brent closed at $82.50. WTI too!",
    "Hmmm... I would wait for the next OPEC meeting.",
    "lol $GME to the moon",
    "$AUVI 🚀🚀🚀🚀🚀🚀🚀🚀",
    "PREMARKET MOVERS $C | $COIN | $TGT",
    "*OPEC AND RUSSIA AGREE TO CUT OUTPUT BY TWO MILLION BARRELS\nWhat do you make of this?",
    "This is what happens when OPEC + cuts production; so Putin has no choice.",
]


@pytest.mark.parametrize("text", PASS)
def test_ordinary_market_talk_passes(text: str) -> None:
    assert verdict(text).outcome.word == "publish"


FOUND = [
    ("OIL WILL CRASH TOMORROW AND YOU KNOW IT", "capitals", "mend"),
    ("WAKE UP PEOPLE, SELL", "capitals", "mend"),
    ("EVERYBODY SELLS CHEVRON SHARES MONDAY", "capitals", "mend"),
    ("Oil is going up!!!!!!!!!!!", "floods", "mend"),
    ("$GME 🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀", "floods", "mend"),
    ("See www.example.com/deal for more", "link", "hold"),
    ("check example[.]com now", "hidden_link", "hold"),
    ("join t dot me slash pumpgroup", "hidden_link", "hold"),
    ("WhatsApp +1 415 555 0100 for signals", "contact", "hold"),
    ("Use my referral code ABC and earn $500 daily", "promotion", "hold"),
    ("This company is shit and always was", "profanity", "mend"),
    ("This company is sh1t and always was", "disguised_word", "hold"),
    ("f u c k this market", "disguised_word", "hold"),
    ("fսck this market", "disguised_word", "hold"),
    ("f\u200buck this market", "disguised_word", "hold"),
    ("You are such an idiot, sell it.", "attack", "hold"),
    ("El precio del petróleo va a subir mucho esta semana", "foreign_language", "hold"),
    ("Рынок растёт сегодня очень сильно", "foreign_script", "mend"),
]


@pytest.mark.parametrize(("text", "signal", "outcome"), FOUND)
def test_what_goes_against_a_guideline_is_found(text: str, signal: str, outcome: str) -> None:
    found = verdict(text)

    assert signal in {finding.signal for finding in found.findings}
    assert found.outcome.word == outcome


def test_spans_are_places_in_the_text_as_written() -> None:
    text = "Well, 🙂 this sh1t fund."

    (finding,) = verdict(text).findings

    assert [text[start:end] for start, end in finding.spans] == ["sh1t"]


def test_the_same_text_again_is_refused_in_words() -> None:
    text = "Brent above 82 again, and the rigs are not back."

    refusal = verdict(text, Context(recent=(text,))).refusal

    assert refusal is not None
    assert (refusal.code, refusal.status) == ("rejected", 422)
    assert refusal.more["reasons"][0]["guideline"] == "enrich"


def test_a_thread_is_only_monopolised_once_there_is_one() -> None:
    few = Context(recent=("one.",), thread_share=0.5)
    many = Context(recent=("1.", "2.", "3.", "4.", "5."), thread_share=0.5)

    assert verdict("Another view of mine.", few).outcome.word == "publish"
    assert verdict("Another view of mine.", many).outcome.word == "hold"


def test_a_new_reader_waits_and_one_who_is_known_does_not() -> None:
    assert verdict("Demand is back.", Context(author_id=1)).outcome.word == "hold"
    known = Context(author_id=1, author_published=2)
    assert verdict("Demand is back.", known).outcome.word == "publish"


def test_a_check_that_fails_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(text: str, context: Context) -> list[object]:
        raise ZeroDivisionError

    monkeypatch.setattr("alley.moderation.screening.SIGNALS", (broken,))

    assert verdict("Demand is back.").outcome.word == "hold"
