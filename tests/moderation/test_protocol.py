"""alley moderation evaluate --data: the whole protocol, on a folder laid out like the open sets."""

import csv
import json
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from alley.moderation.commands import moderation
from alley.moderation.learning import data, report
from alley.moderation.learning.evaluation import figures, table
from alley.moderation.learning.model import shipped

MANY = 40
WORDS = """autumn barrel bridge budget canal castle cellar cheese coffee copper corner cotton
county dinner engine falcon farmer ferry forest garden garlic glacier harbour hammer island
kitchen ladder lantern market meadow mirror mountain museum orchard packet pencil pepper
pillow planet pocket potato railway river saddle school shadow silver spring station summer winter
tailor temple ticket timber tunnel valley velvet village violin wagon walnut window""".split()  # noqa: SIM905
GERMAN = "Der Ölpreis steigt heute wieder, und niemand weiß genau, warum das so ist."
ABUSE = "You pathetic idiot, {words}."


def said(text: str, many: int = MANY) -> list[str]:
    """Each with other words, or nearly the same texts would all stand in one part."""
    chance = Random(text)
    return [text.format(words=" ".join(chance.sample(WORDS, 9))) for _ in range(many)]


def write(path: Path, head: list[str], rows: list[list[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([head, *rows])


def lines(path: Path, texts: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")


@pytest.fixture
def sets(tmp_path: Path) -> Path:
    """Written for this test: the form of the sets, none of their texts."""
    marked = str(list(range(len("You "), len("You pathetic idiot"))))
    for part in ("train", "trial"):
        file = tmp_path / data.CIVIL.format(part)
        write(
            file,
            ["spans", "text"],
            [[marked, text] for text in said(ABUSE + " They sold {words} in spring.")],
        )
    toxic = [[text, "Toxic"] for text in said("What a moron, {words}")]
    fine = [[text, "Not Toxic"] for text in said("I like the {words}.")]
    surge = tmp_path / "moderation/toxicity-surge/toxicity_en.csv"
    write(surge, ["text", "is_toxic"], toxic + fine)
    stocks = tmp_path / "news/stock-sentiment-surge/sentiment.csv"
    write(stocks, ["Tweet Text"], [[text] for text in said("Brent fell, {words}.")])
    languages = tmp_path / "language/lingua-testdata/sentences"
    lines(languages / "en.txt", said("The report is about {words}."))
    lines(languages / "de.txt", [GERMAN] * MANY)
    telegram = tmp_path / "moderation/chat-spam-tg"
    lines(telegram / "data/spam-samples.txt", said("Guaranteed profit every day, join! {words}"))
    lines(telegram / "data/ham-samples.txt", said("Has anybody seen {words}?"))
    lines(telegram / "app/bot/testdata/spam.txt", said("Earn dollars, write to me: {words}"))
    blocked = tmp_path / "moderation/comment-blocklist-wp/blacklist.txt"
    lines(blocked, said("cheap pills {words}"))
    return tmp_path


def tables(*arguments: str) -> dict[str, str]:
    done = CliRunner().invoke(moderation, ["evaluate", *arguments, "--json"])
    assert done.exit_code == 0, done.output
    told: dict[str, str] = json.loads(done.stdout)
    return told


def test_every_table_of_the_protocol_is_told(sets: Path) -> None:
    told = tables("--data", str(sets))

    assert list(told) == [
        "attack: the test part",
        "spam: the test part",
        "Languages",
        "Identity terms",
        "Disguises",
    ]
    assert "| sentences: en | 40 | 0.0% |" in told["Languages"]
    assert "| sentences: de | 40 | 100.0% |" in told["Languages"]
    assert "| 270 | 27 | 0 |" in told["Identity terms"]


def test_the_figures_are_of_the_test_part_alone_and_of_the_model_that_is_shipped(
    sets: Path,
) -> None:
    told = tables("--data", str(sets))["attack: the test part"]

    held = [each for each in data.attacks(sets) if each.part == 0]
    bad = [each.text for each in held if each.bad and each.source == "surge"]
    good = [each.text for each in held if not each.bad and each.source == "surge"]
    assert 0 < len(bad) < MANY
    found = [
        report.scores(shipped("attack"), [e for e in held if e.text in t]) for t in (bad, good)
    ]
    counted = figures("Surge: toxic, against not toxic", found[0], found[1], 0.6)
    assert table([counted]).splitlines()[-1] in told


@pytest.mark.slow
def test_the_card_says_what_evaluate_says(sets: Path) -> None:
    page = sets / "models.md"
    done = CliRunner().invoke(moderation, ["evaluate", "--data", str(sets), "--card", str(page)])

    assert done.exit_code == 0, done.output
    card = page.read_text()
    for rows in tables("--data", str(sets), "--left-out").values():
        assert rows in card
    assert (sets / "models-figures.svg").exists()
