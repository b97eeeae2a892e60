"""English passes, slang and tickers included; other languages are found; short texts are left."""

import csv
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from alley.moderation import policy
from alley.moderation.context import Context
from alley.moderation.screening import screen
from alley.moderation.signals.language import FEWEST_LETTERS, look

SHARED = Path(
    os.environ.get("ALLEY_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data")
).resolve()
SENTENCES = SHARED / "language/lingua-testdata/sentences"
outside = pytest.mark.skipif(not SENTENCES.exists(), reason="needs the shared data sets")


def is_foreign(text: str) -> bool:
    signals = {"foreign_script", "foreign_language"}
    return any(each.signal in signals for each in screen(text, Context(), POLICY).reasons)


POLICY = policy.shipped()


def long_enough(texts: Iterator[str]) -> list[str]:
    return [text for text in texts if sum(map(str.isalpha, text)) >= FEWEST_LETTERS]


@outside
def test_99_of_100_english_comments_pass() -> None:
    with (SHARED / "news/stock-sentiment-surge/sentiment.csv").open(newline="") as file:
        posts = long_enough(row["Tweet Text"] for row in csv.DictReader(file))
    with (SHARED / "moderation/toxicity-surge/toxicity_en.csv").open(newline="") as file:
        posts += long_enough(row["text"] for row in csv.DictReader(file))
    posts += long_enough(iter((SENTENCES / "en.txt").read_text("utf-8").splitlines()))

    assert sum(map(is_foreign, posts)) <= 0.01 * len(posts)


@outside
@pytest.mark.parametrize(
    "code",
    [
        "ar",
        "de",
        "es",
        "fa",
        "fr",
        "he",
        "hi",
        "it",
        "ja",
        "kk",
        "ko",
        "nl",
        "pl",
        "pt",
        "ru",
        "sv",
        "tr",
        "uk",
        "zh",
    ],
)
def test_97_of_100_sentences_in_another_language_are_found(code: str) -> None:
    texts = long_enough(iter((SENTENCES / f"{code}.txt").read_text("utf-8").splitlines()[:300]))

    assert sum(map(is_foreign, texts)) >= 0.97 * len(texts)


@pytest.mark.parametrize(
    "text",
    [
        "lol $GME to the moon 🚀🚀🚀 diamond hands apes strong together",
        "HODL, BTFD, FOMO, YOLO: tendies incoming, bagholders gonna hodl",
        "bearish af ngl, puts printing, gamma squeeze incoming",
        "Nikkei, Hang Seng, Bovespa, Deutsche Börse, BNP Paribas, Crédit Agricole, Société Générale",  # noqa: E501
        'As they say in Paris, "plus ça change, plus c’est la même chose", and OPEC proves it.',
        "> Der Ölpreis steigt weiter, sagt die Zeitung\nNot for long, demand is falling.",
        "Brent 82.50 WTI 79.40 NG 3.85 XAU 1,790",
        "Schlumberger, Halliburton, Petrobras, Lukoil up big today",
        "kthxbai shorts 😂😂 rekt again smh",
    ],
)
def test_market_english_passes(text: str) -> None:
    assert not is_foreign(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Der Ölpreis wird diese Woche noch einmal kräftig steigen", "de"),
        ("Le prix du pétrole va encore monter cette semaine", "fr"),
        ("El precio del petróleo va a subir mucho esta semana", "es"),
        ("Petrol fiyatları bu hafta yine yükselecek gibi görünüyor", "tr"),
        ("$CVX wird diese Woche bestimmt noch kräftig steigen, OPEC sei Dank", "de"),
    ],
)
def test_a_language_is_named(text: str, code: str) -> None:
    marks, told = look(text, Context())

    assert marks
    assert told == code


@pytest.mark.parametrize("text", ["Danke schön!", "Merci", "¿Qué pasa?", "OPEC", "👍", "", "12.5"])
def test_a_short_text_is_never_turned_away_for_its_language(text: str) -> None:
    assert not is_foreign(text)


def test_foreign_letters_are_marked_where_they_stand() -> None:
    text = "$CVX: Рынок растёт очень сильно"

    marks, _ = look(text, Context())

    assert re.findall(r"\w+", text)[1:] == [text[start:end] for start, end in marks[0].spans]
