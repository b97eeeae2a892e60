"""Out as JSON Lines and into an empty site again: the same comments, with their charts."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from alley import subjects
from alley.accounts.models import Reader
from alley.discussion import actions
from alley.discussion.commands import comments as command
from alley.discussion.models import Comment, ImportedAuthor, ImportedComment, Thread
from alley.markets.charts.carried import carried, taken_in
from alley.markets.models import ChartSnapshot, Instrument
from tests.discussion.conftest import Say
from tests.discussion.test_attached_charts import brent, frozen, text

__all__ = ["brent"]  # the fixture
Facts = dict[str, Any]
SCRIPT = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def stories_by_their_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        subjects, "_locators", [lambda at: ("story", "1") if "stories/1" in at else None]
    )


@pytest.fixture
def talk(ada: Reader, bo: Reader, brent: Instrument, say: Say) -> None:
    """A chart with words in it, an answer with another, one removed, one held back."""
    root = say(ada, "Look at this week.")
    first = frozen(ada, call="up", drawings=text("Here it turned"))
    Comment.objects.filter(pk=root.pk).update(chart=first)
    answer = say(bo, "I do not think so, it was 83 “dollars” & more.\nSee line two.", root)
    Comment.objects.filter(pk=answer.pk).update(chart=frozen(bo))
    gone = say(ada, parent=answer)
    say(bo, parent=gone)
    actions.vote(reader=bo, comment=root)
    actions.delete_comment(author=ada, comment=gone)
    held = say(bo, "This one was held back.")
    Comment.objects.filter(pk=held.pk).update(status="rejected", listed=False)


def written(path: Path, *options: str) -> str:
    done = CliRunner().invoke(command, ["export", "--to", str(path), *options])
    assert done.exit_code == 0, done.output
    return path.read_text()


def taken(path: Path) -> Facts:
    done = CliRunner().invoke(command, ["import", "alley", str(path), "--json"])
    assert done.exit_code == 0, done.output
    facts: Facts = json.loads(done.stdout)
    return facts


def emptied() -> None:
    """As another site that has the story and the instrument, but has never heard of anybody."""
    Comment.objects.update(parent=None, root=None, depth=0)
    for kept in (ImportedComment, ImportedAuthor, Comment, Thread, ChartSnapshot):
        kept.objects.all().delete()
    Reader.objects.all().delete()


@pytest.mark.parametrize("options", [(), ("--everything",)])
def test_out_and_in_again_is_the_same_byte_for_byte(
    talk: None, tmp_path: Path, options: tuple[str, ...]
) -> None:
    file = tmp_path / "comments.jsonl"
    first = written(file, *options)
    emptied()

    facts = taken(file)

    assert (facts["not_taken"], facts["without_chart"]) == (0, 0)
    assert written(tmp_path / "second.jsonl", *options) == first
    assert first.count('"chart":{') == 2
    assert ("This one was held back." in first) is bool(options)
    assert "example.org" not in first  # no addresses of people
    assert taken(tmp_path / "second.jsonl")["known"] == facts["seen"]


def test_a_chart_is_the_same_chart_there(talk: None, tmp_path: Path, client: Client) -> None:
    columns = [
        field.attname
        for field in ChartSnapshot._meta.concrete_fields
        if field.attname not in ("id", "reader_id")  # whose it is has another number there
    ]
    before = list(ChartSnapshot.objects.order_by("pk").values(*columns))
    written(tmp_path / "comments.jsonl")
    emptied()

    taken(tmp_path / "comments.jsonl")

    after = ChartSnapshot.objects.order_by("pk")
    assert [{**each, "kept": True} for each in before] == list(after.values(*columns))
    for comment in Comment.objects.exclude(chart=None):
        assert comment.chart is not None
        assert comment.chart.reader == comment.author
        assert comment.revisions.get().chart == comment.chart
        picture = client.get(f"/charts/comments/{comment.pk}.svg").content.decode()
        assert "Brent crude oil" in picture


def test_a_comment_whose_instrument_is_not_there_stands_without_its_chart(
    talk: None, tmp_path: Path
) -> None:
    written(tmp_path / "comments.jsonl")
    emptied()
    Instrument.objects.update(symbol="COMDTY:OTHER")

    facts = taken(tmp_path / "comments.jsonl")

    assert (facts["not_taken"], facts["without_chart"]) == (0, 2)
    assert facts["charts"][0]["reason"] == "there is no instrument COMDTY:BRENT here"
    assert not Comment.objects.exclude(chart=None).exists()
    assert Comment.objects.filter(body="Look at this week.").exists()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"picture": SCRIPT}, "more than a drawing"),
        ({"narrow": SCRIPT.replace("<script>", "<g onclick='x'/><g>")}, "cannot be read"),
        ({"picture": '<svg onload="alert(1)"/>'}, "more than a drawing"),
        ({"picture": '<svg><a href="javascript:x"/></svg>'}, "more than a drawing"),
        ({"picture": '<?xml-stylesheet href="x"?><svg/>'}, "more than a drawing"),
        ({"picture": '<!DOCTYPE svg [<!ENTITY a "b">]><svg/>'}, "more than a drawing"),
        ({"picture": "no picture"}, "cannot be read"),
        ({"data_hash": "0" * 64}, "not those it was frozen with"),
        ({"spec": {"symbol": "nonsense"}}, "is not written as VENUE:TICKER"),
        ({"price": "much"}, "not a chart of our export"),
        ({"created": "2026-03-02T09:00:00"}, "no zone"),
        ({"window": []}, "not a chart of our export"),
    ],
)
def test_a_chart_that_was_tampered_with_is_left(
    ada: Reader, brent: Instrument, change: Facts, why: str
) -> None:
    facts = carried(frozen(ada))
    assert taken_in(facts).data_hash == facts["data_hash"]

    with pytest.raises(ValueError, match=why):
        taken_in({**facts, **change})


def test_prices_that_were_changed_no_longer_fit_their_hash(ada: Reader, brent: Instrument) -> None:
    facts = carried(frozen(ada))
    facts["window"]["main"]["bars"][0][4] = "1000"

    with pytest.raises(ValueError, match="not those it was frozen with"):
        taken_in(facts)
