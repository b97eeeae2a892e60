"""Instruments found in a text."""

import json
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db.models import F

from alley.markets import actions
from alley.markets.commands import prices as commands
from alley.markets.mentions import evaluation, link
from alley.markets.models import Alias, Instrument, Master, SymbolSpan
from tests.news.conftest import SHARED

GOLD = Path(__file__).parent / "linking-gold.txt"
UNSEEN = Path(__file__).parent / "linking-unseen.txt"
HELD_OUT = Path(__file__).parent / "linking-held-out.txt"


@pytest.fixture
def master(db: None) -> None:
    actions.import_starter_set()


@pytest.fixture
def seed() -> str:
    (page,) = (SHARED / "seed").glob("*.txt") if SHARED.is_dir() else (None,)
    if page is None:
        pytest.skip(f"the shared data set is not at {SHARED}; set ALLEY_SHARED")
    return page.read_text()


VERSIONS = count(1_000)


def names_are_new() -> None:
    """A version no other test has had: they are rolled back, the index of this process is not."""
    Master.objects.filter(pk=1).update(version=next(VERSIONS))


def found(text: str) -> list[tuple[str, str]]:
    return [(mention.text, mention.symbol) for mention in link(text)]


def test_our_own_gold_set_is_met(master: None) -> None:
    scores = evaluation.evaluate(evaluation.read(GOLD.read_text().splitlines()), link)

    assert scores[""].items >= 300
    assert scores["company"].precision >= 0.95
    assert scores["company"].recall >= 0.85
    assert scores["code"].f1 >= 0.99
    assert scores["trap"].items >= 120
    assert scores["trap"].nil >= 0.95
    assert scores[""].f1 >= 0.97


def test_texts_read_before_the_linker_was_mended_on_them(master: None) -> None:
    """First seen with precision 0.95 and recall 0.81 (docs/editor/instruments.md)."""
    scores = evaluation.evaluate(evaluation.read(UNSEEN.read_text().splitlines()), link)

    assert scores[""].items >= 200
    assert scores[""].precision >= 0.98
    assert scores[""].recall >= 0.93
    assert scores["trap"].nil >= 0.98


def test_texts_read_after_the_mending(master: None) -> None:
    """First seen with precision 1.00 and recall 0.78 (docs/editor/instruments.md)."""
    scores = evaluation.evaluate(evaluation.read(HELD_OUT.read_text().splitlines()), link)

    assert scores[""].precision >= 0.95
    assert scores[""].recall >= 0.75
    assert scores["trap"].nil == 1


def test_the_seed_page(master: None, seed: str) -> None:
    """Reuters is a byline, Holiday Inn a hotel, Union half a name, Google a button."""
    symbols = {symbol for _, symbol in found(seed)}

    assert symbols == {
        "XNYS:CVX",
        "COMDTY:BRENT",
        "COMDTY:WTI",
        "COMDTY:URANIUM",
        "CRYPTO:BTC-USD",
    }


def test_places_are_code_points(master: None) -> None:
    text = "“Größe” 🛢️: Chevron (NYSE:CVX) said."

    assert [text[one.start : one.end] for one in link(text)] == ["Chevron", "NYSE:CVX"]


def test_a_name_does_not_run_over_the_end_of_a_sentence(master: None) -> None:
    assert found("Exports rose in China. Mobile users grew.") == []
    assert ("China Mobile", "XHKG:0941") in found("Shares of China Mobile rose.")


def test_a_company_made_certain_once_is_meant_later(master: None) -> None:
    text = "Shares of Target fell 3%. The chief executive joined Target in 2014."

    assert found(text) == [("Target", "XNYS:TGT")] * 2


def test_a_ticker_after_its_name_makes_both_certain(master: None) -> None:
    assert found("Gap (GAP) opened lower.") == [("Gap", "XNYS:GAP"), ("GAP", "XNYS:GAP")]


def test_the_american_market_is_one_for_tickers(master: None) -> None:
    assert found("The group (NASDAQ:CVX) said.") == [("NASDAQ:CVX", "XNYS:CVX")]


def test_a_name_is_read_as_of_the_day_of_the_story(master: None) -> None:
    meta = Instrument.objects.get(symbol="XNAS:META")
    Alias.objects.create(instrument=meta, text="Thefacebook", valid_to=date(2005, 9, 20))
    Master.objects.filter(pk=1).update(version=F("version") + 1)

    assert link("Thefacebook grew.", as_of=date(2005, 1, 1))
    assert not link("Thefacebook grew.", as_of=date(2022, 1, 1))


@pytest.fixture
def renamed(master: None) -> Instrument:
    """Facebook gave FB up for META on 9 June 2022; who has FB since is somebody else."""
    meta = Instrument.objects.get(symbol="XNAS:META")
    SymbolSpan.objects.create(instrument=meta, symbol="XNAS:FB", valid_to=date(2022, 6, 9))
    later = Instrument.objects.create(
        symbol="XNAS:FB", name="Fernbrook Ltd", kind="equity", ticker="FB", listed=date(2024, 1, 2)
    )
    SymbolSpan.objects.create(instrument=later, symbol="XNAS:FERN", valid_to=date(2024, 1, 2))
    names_are_new()
    return meta


@pytest.mark.parametrize("written", ["(NASDAQ:FB)", "$FB", "(FB.O)", "Facebook (FB)"])
@pytest.mark.parametrize(
    ("day", "meant"),
    [
        (date(2021, 10, 28), "XNAS:META"),
        (date(2022, 6, 8), "XNAS:META"),
        (date(2023, 1, 1), None),
        (date(2025, 1, 1), "XNAS:FB"),
    ],
)
def test_a_code_means_who_had_it_when_the_story_was_published(
    renamed: Instrument, written: str, day: date, meant: str | None
) -> None:
    codes = {one.symbol for one in link(f"Traders sold {written} today.", as_of=day)
             if "FB" in one.text}  # fmt: skip

    named = written.startswith("Facebook")  # the other FB is no Facebook
    assert codes == ({meant} if meant and not (named and meant == "XNAS:FB") else set())


def test_the_new_symbol_meant_nothing_before_it_was_taken(renamed: Instrument) -> None:
    assert not link("Traders sold (NASDAQ:META).", as_of=date(2021, 1, 4))
    assert link("Traders sold (NASDAQ:META).", as_of=date(2022, 6, 9))


def test_a_share_that_is_gone_is_found_in_the_stories_of_its_time(master: None) -> None:
    gone = date(2023, 11, 22)
    Instrument.objects.create(
        symbol="XNYS:VMW", name="VMware, Inc.", kind="equity", ticker="VMW", delisted=gone
    )
    names_are_new()

    assert link("Long (NYSE:VMW).", as_of=date(2021, 5, 3))
    assert not link("Long (NYSE:VMW).", as_of=date(2024, 5, 3))
    assert not link("Long (NYSE:VMW).")


def test_what_an_editor_said_is_kept_to(master: None) -> None:
    rulings = {"Chevron": None, "the major": "XNYS:XOM"}

    assert [
        (one.text, one.symbol, one.why)
        for one in link("Chevron and the major agreed.", rulings=rulings)
    ] == [("the major", "XNYS:XOM", "an editor said so")]


def test_what_stands_first_and_often_weighs_most(master: None) -> None:
    text = f"Chevron cut output. {'Nothing else happened that day. ' * 60} Boeing said so."
    weights = {one.symbol: one.salience for one in link(f"{text} Chevron agreed.")}

    assert weights["XNYS:CVX"] > 1.5 * weights["XNYS:BA"]


@pytest.mark.parametrize(
    "text", ["", " ", "$", "(", ":::", "$$$ ((( [[[ <<<", "A" * 5000, "NYSE:" * 500, "Apple" * 300]
)
def test_odd_texts_find_nothing_and_do_not_hang(master: None, text: str) -> None:
    assert link(text) == []


def test_the_command_prints_the_contracts_links(master: None) -> None:
    answer = CliRunner().invoke(commands.link_text, ["-"], input="Chevron (NYSE:CVX) said")

    first = json.loads(answer.output)[0]
    assert first["symbol"] == "XNYS:CVX"
    assert {"start", "end", "text", "symbol", "confidence", "why"} <= first.keys()


def test_json_lines_get_a_list_a_line(master: None) -> None:
    lines = '{"text": "Chevron said"}\n{"text": "Nothing"}\n'
    answer = CliRunner().invoke(commands.link_text, ["-"], input=lines)

    assert [len(json.loads(line)) for line in answer.output.splitlines()] == [1, 0]


def test_the_command_measures_labelled_files(master: None, tmp_path: Path) -> None:
    labelled = tmp_path / "labelled.jsonl"
    rows = [
        {"text": "Chevron said", "links": [{"text": "Chevron", "symbol": "XNYS:CVX"}]},
        {"text": "Boeing said", "links": [], "kind": "trap"},
    ]
    labelled.write_text("\n".join(json.dumps(row) for row in rows))
    answer = CliRunner().invoke(commands.link_text, [str(labelled), "--evaluate", "--json"])

    assert json.loads(answer.output)["all"]["precision"] == 0.5
    assert json.loads(answer.output)["trap"]["nil"] == 0.0
