"""The learned models: what they reach on texts they have not seen, fair to people, never alone."""

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from alley.moderation import policy
from alley.moderation.commands import moderation
from alley.moderation.context import Context
from alley.moderation.learning import data, fairness, report, teaching, training
from alley.moderation.learning.counts import COUNTS, SPEECH
from alley.moderation.learning.evaluation import figures
from alley.moderation.learning.model import (
    DENSE,
    KINDS,
    SHIPPED,
    prepare,
    read,
    shipped,
    written,
)
from alley.moderation.policy import reading
from alley.moderation.screening import screen
from alley.moderation.verdicts import Outcome
from tests.moderation.test_language import SHARED, outside

POLICY = policy.shipped()


@pytest.mark.parametrize("kind", KINDS)
def test_a_shipped_model_is_small_and_plain(kind: str) -> None:
    content = (SHIPPED / f"{kind}.npz").read_bytes()

    assert len(content) < 1_000_000
    assert read(content).about["kind"] == kind
    assert b"pickle" not in content


@outside
def test_toxic_comments_are_told_from_others_on_the_part_held_out() -> None:
    held = [each for each in data.attacks(SHARED) if each.part == training.HELD_OUT]
    model = shipped("attack")

    def auc(bad: str, *good: str) -> float:
        found = figures(
            bad,
            report.scores(model, [e for e in held if e.bad and e.source == bad]),
            report.scores(model, [e for e in held if not e.bad and e.source in good]),
            training.ACTS_FROM,
        )
        return found.auc

    assert auc("surge", "surge") >= 0.88  # of 212 texts; docs/moderator/models.md has the figures
    assert auc("civil", "stock posts", "written", "english sentences") >= 0.95
    assert auc("civil", "civil clean") >= 0.88  # unmarked sentences of toxic comments: hard


@outside
def test_spam_is_told_from_talk_on_the_part_held_out() -> None:
    held = [each for each in data.spam(SHARED) if each.part == training.HELD_OUT]
    spam = [each for each in held if each.bad and each.source in ("telegram", "written")]
    talk = [each for each in held if not each.bad and each.source != "telegram"]

    found = figures(
        "spam",
        report.scores(shipped("spam"), spam),
        report.scores(shipped("spam"), talk),
        training.ACTS_FROM,
    )

    assert found.auc >= 0.97
    assert found.false_alarms <= 0.02


@outside
def test_at_most_one_clean_market_comment_in_200_is_turned_away() -> None:
    """Turned away for what it says; links, capitals and rows of emoji have rules of their own."""
    with (SHARED / "news/stock-sentiment-surge/sentiment.csv").open(newline="") as file:
        posts = [row["Tweet Text"] for row in csv.DictReader(file)]
    clean = [text for text in posts if not data.SWEARS.search(text)]
    clean += [
        each.text for each in data.attacks(SHARED) if each.source == "written" and not each.bad
    ]

    rejected = [text for text in clean if screen(text, Context(), POLICY).outcome is Outcome.REJECT]
    held = [
        text
        for text in clean
        if any(f.signal in ("attack", "spam") for f in screen(text, Context(), POLICY).reasons)
    ]

    assert len(rejected) == 0
    assert len(held) <= 0.03 * len(clean), held[:5]


@outside
def test_at_most_one_clean_market_comment_in_100_is_asked_to_mend() -> None:
    with (SHARED / "news/stock-sentiment-surge/sentiment.csv").open(newline="") as file:
        posts = [row["Tweet Text"] for row in csv.DictReader(file)]
    clean = [text for text in posts if not data.SWEARS.search(text)]

    asked = [text for text in clean if screen(text, Context(), POLICY).outcome is Outcome.MEND]

    assert len(asked) <= 0.01 * len(clean), asked


def test_it_matters_little_whom_a_sentence_speaks_of() -> None:
    groups = fairness.by_group(shipped("attack"))

    assert fairness.gap(groups) <= fairness.BOUND
    assert [group.name for group in groups if group.highest >= training.ACTS_FROM] == []
    assert min(group.harmful for group in groups) > 0.75


@pytest.mark.parametrize(
    "text",
    [
        "As a gay man I think Brent is too cheap.",
        "My Muslim neighbour works at Chevron.",
        "I grew up in Scunthorpe, near Cockburn Street.",
        "Dick Cheney sold put options on HAL long ago.",
        "The analyst says buy, I say put options.",
        "Killer quarter, the bears got slaughtered.",
        "Short everything, this market is dead.",
    ],
)
def test_innocents_pass_the_models(text: str) -> None:
    assert screen(text, Context(), POLICY).outcome is Outcome.PUBLISH


def test_a_model_alone_holds_at_most() -> None:
    text = "Your kind should be wiped out, you vile brainless traitors and hypocrites"
    verdict = screen(text, Context(), POLICY)

    assert verdict.outcome is Outcome.HOLD
    (finding,) = (each for each in verdict.reasons if each.signal == "attack")
    assert "brainless" in {text[start:end] for start, end in finding.spans}
    for signal in ("attack", "spam"):
        assert signal in reading.MEASURED


def test_every_text_has_both_scores() -> None:
    assert {"attack", "spam"} <= screen("Oil is up.", Context(), POLICY).scores.keys()


def _decided(count: int) -> list[data.Example]:
    """A site where one harmless-looking word has become an insult."""
    made = []
    for number in range(count):
        made.append(data.Example(f"you quackle, sell number {number}", True, f"a{number}", "site"))
        made.append(
            data.Example(f"I sell number {number} at the open", False, f"b{number}", "site")
        )
    return made


def test_a_site_teaches_its_model_and_sees_the_figures_before_it_is_switched_on() -> None:
    model = shipped("attack")

    taught = teaching.teach(model, _decided(150))

    assert taught.better
    assert taught.after.recall > taught.before.recall + 0.5
    after = read(taught.content)
    assert after.probability(prepare("such a quackle you are")) > model.probability(
        prepare("such a quackle you are")
    )
    assert (
        abs(
            after.probability(prepare("You are a fool"))
            - model.probability(prepare("You are a fool"))
        )
        < 0.2
    )


def test_too_few_decisions_teach_nothing() -> None:
    with pytest.raises(teaching.TooFew, match="20 decisions"):
        teaching.teach(shipped("attack"), _decided(10))


def test_evaluate_takes_labelled_files_of_any_make(tmp_path: Path) -> None:
    commas, lines = tmp_path / "a.csv", tmp_path / "b.jsonl"
    commas.write_text("comment_text,toxic\nYou are a moron,0.9\nOil is up,0.1\n")
    lines.write_text(
        '{"body": "you idiot", "label": "toxic"}\n{"body": "Gas is down", "label": "ok"}\n'
    )

    done = CliRunner().invoke(moderation, ["evaluate", str(commas), str(lines), "--json"])

    assert done.exit_code == 0, done.output
    assert [row["auc"] for row in json.loads(done.output)] == [1.0, 1.0]


def test_evaluate_says_what_it_cannot_read(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("words,mark\nOil,1\n")

    done = CliRunner().invoke(moderation, ["evaluate", str(file)])

    assert done.exit_code == 1
    assert "the columns words, mark, and none called text" in done.output
    assert "--text" in done.output


def test_evaluate_wants_files_or_a_folder() -> None:
    done = CliRunner().invoke(moderation, ["evaluate"])

    assert done.exit_code == 2
    assert "--data" in done.output


def test_nearly_the_same_texts_stand_in_one_part_wherever_they_were_found() -> None:
    text = "Everybody should look at ABCD before Monday, the drill results are going to be huge."
    other = "The drill results of last year were weak, and I doubt the new ones will be better."
    found = data.together(
        [
            data.Example(text, True, "a", "telegram"),
            data.Example(text.replace("huge.", "massive"), False, "b", "surge"),
            data.Example(text.upper(), True, "c", "written"),
            data.Example(other, False, "d", "civil"),
        ]
    )

    assert [each.group for each in found] == [text.lower(), text.lower(), other.lower()]


def test_what_a_set_was_called_says_nothing_of_the_part_its_texts_stand_in() -> None:
    one, other = (
        data.together([data.Example("Oil rose, as I expected it to.", False, group, group)])
        for group in ("telegram-1", "surge-7")
    )

    assert one[0].part == other[0].part


def test_no_count_of_promotion_speaks_for_a_text() -> None:
    weights = dict(zip(DENSE, shipped("spam").dense, strict=True))

    assert min(weights[name] for name in COUNTS) >= 0
    assert sum(weights[name] > 0 for name in COUNTS) >= 4
    assert not any(dict(zip(DENSE, shipped("attack").dense, strict=True))[c] for c in COUNTS)


def test_a_model_that_was_taught_before_there_were_counts_still_screens() -> None:
    model = shipped("attack")
    older = written(
        doc=np.frombuffer(model.doc, dtype=np.float32),
        word=np.frombuffer(model.word, dtype=np.float32),
        dense=list(model.dense[: -len(COUNTS)]),
        biases=(model.bias, model.word_bias),
        about=model.about,
    )

    text = prepare("You are a fool")
    assert read(older).probability(text) == pytest.approx(model.probability(text), abs=1e-4)


PROMOTION = "Dear friends, join our team today: guaranteed profit, thanks to a trusted platform!"


def test_counts_see_promotion_of_something_never_met() -> None:
    talk = "The refiners earn less this year, and I doubt that margins come back before spring."

    promoted, said = (prepare(text).counts for text in (PROMOTION, talk))

    assert sum(promoted[: len(SPEECH)]) > 3 * sum(said[: len(SPEECH)])


PROCESSORS = 0.03  # kinds of processors add up in another order: of weights up to 10


@outside
@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_training_anew_from_the_open_data_makes_the_file_that_is_shipped(kind: str) -> None:
    content = (SHIPPED / f"{kind}.npz").read_bytes()

    made = training.fit(kind, report.EXAMPLES[kind](SHARED), read(content).about)

    with np.load(io.BytesIO(made)) as new, np.load(io.BytesIO(content)) as old:
        for name in ("doc", "word", "dense", "bias"):
            assert np.allclose(new[name], old[name], rtol=0.01, atol=PROCESSORS), name
