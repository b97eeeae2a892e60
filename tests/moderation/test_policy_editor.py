"""An admin writes a policy: checked by line, compared, replayed, switched on, and taken back."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from alley import cli, subjects
from alley.accounts.actions import give_role
from alley.accounts.models import Reader, Role
from alley.discussion import actions as talk
from alley.discussion.models import Comment
from alley.moderation import actions, policy
from alley.moderation.differences import side_by_side, words_of
from alley.moderation.labelled import LabelError, read_labelled
from alley.moderation.models import Case, PolicyDraft
from alley.moderation.replay import Replay, Sample
from alley.subjects import Subject

SHIPPED = policy.SHIPPED.read_text()
STRICT = SHIPPED.replace("{signal: link, does: hold}", "{signal: link, does: reject}")


@pytest.fixture
def root(ed: Reader) -> Reader:
    return give_role(ed, Role.ADMIN)


@pytest.mark.parametrize(
    ("was", "becomes", "on"),
    [
        ("comment_wait: 60s", "comment_wait: soon", "comment_wait"),
        ("signal: attack, does: hold", "signal: attack, does: reject", "signal: attack"),
        ("  comment_length: 1000", "  comment_size: 1000", "comment_size"),
        ("guideline: on_topic", "guideline: weather", "weather"),
        ("pre_moderation: new", "pre_moderation: perhaps", "perhaps"),
        ("allowed_domains: []", "allowed_domains: [", "decisions"),
    ],
)
def test_a_mistake_is_shown_with_its_line(was: str, becomes: str, on: str) -> None:
    text = SHIPPED.replace(was, becomes)

    with pytest.raises(policy.PolicyError) as wrong:
        policy.read(text)

    line = wrong.value.line
    assert line is not None
    if on != "decisions":  # a bracket that is not closed is noticed later
        assert on in text.splitlines()[line - 1]


def test_the_editor_keeps_a_wrong_draft_and_says_where_it_is_wrong(
    client: Client, root: Reader
) -> None:
    client.force_login(root)
    wrong = SHIPPED.replace("comment_wait: 60s", "comment_wait: soon")

    client.post("/desk/moderation/policy/", {"text": wrong, "do": "adopt"})
    page = client.get("/desk/moderation/policy/").content.decode()

    assert policy.current().version == 1
    assert "limits.comment_wait is &#x27;soon&#x27;" in page
    assert "comment_wait: soon" in page


def test_a_policy_is_switched_on_compared_and_taken_back(client: Client, root: Reader) -> None:
    client.force_login(root)
    client.post("/desk/moderation/policy/", {"text": STRICT, "do": "adopt", "note": "No links"})
    assert policy.current().version == 2
    page = client.get("/desk/moderation/policy/2/").content.decode()
    assert "<del>hold</del>" in page
    assert "<ins>reject</ins>" in page

    client.post("/desk/moderation/policy/1/")

    assert policy.current().version == 3
    assert policy.current().guidelines == policy.shipped().guidelines


def test_the_preview_shows_the_guidelines_of_the_draft(client: Client, root: Reader) -> None:
    client.force_login(root)
    text = SHIPPED.replace("title: English only", "title: English, please")
    client.post("/desk/moderation/policy/", {"text": text, "do": "check"})

    preview = client.get("/desk/moderation/policy/preview/").content.decode()

    assert "English, please" in preview
    assert "not in force" in preview
    assert "English, please" not in client.get("/guidelines/").content.decode()


def test_a_replay_counts_what_changes_fate_against_what_people_decided() -> None:
    replay = Replay(policy.read(SHIPPED), policy.read(STRICT))
    for text, bad in (
        ("Read https://example.com/letter now", True),
        ("Brent ended the day above eighty dollars a barrel.", False),
        ("See https://example.org/figures for the figures", False),
        ("My letter told you so, write to me", True),
    ):
        replay.add(Sample(text, bad))

    told = replay.as_dict()
    assert (told["changed"], told["comments"]) == (2, 4)
    assert told["table"][0] == {"before": "hold", "after": "reject", "comments": 2}
    assert told["before"]["right"] + told["before"]["missed"] == 2
    assert [each["reasons"][0]["spans"] for each in told["examples"]] == [[[5, 31]], [[4, 31]]]


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=60))
def test_precision_and_recall_stay_shares(pairs: list[tuple[bool, bool]]) -> None:
    replay = Replay(policy.shipped(), policy.shipped())
    score = replay.scores["new"]
    for stopped, bad in pairs:
        score.count(stopped=stopped, bad=bad)

    stopped_bad = sum(stopped and bad for stopped, bad in pairs)
    if any(stopped for stopped, _ in pairs):
        assert score.precision == stopped_bad / sum(stopped for stopped, _ in pairs)
    if any(bad for _, bad in pairs):
        assert score.recall == stopped_bad / sum(bad for _, bad in pairs)
    assert score.right + score.wrong + score.missed + score.passed == len(pairs)


def test_labelled_files_are_understood_or_refused_by_line() -> None:
    rows = list(read_labelled('text,label\n"Buy, now",spam\nOil is up,ham\n'))
    assert rows == [("Buy, now", True), ("Oil is up", False)]
    lines = '{"text": "a", "label": 1}\n\n{"text": "b", "label": "0"}\n'
    assert [bad for _, bad in read_labelled(lines)] == [True, False]
    for wrong, says in (
        ("text,label\nBuy,perhaps\n", "line 2: the label 'perhaps'"),
        ("words,label\nBuy,1\n", "columns words, label, and none called text"),
        ('{"text": "a"}\n', "columns text, and none called label"),
        ('{"text": "a", "label": 1}\n["b"]\n', "line 2: use"),
        ('{"text": "a", "label": 1}\n{"text": "b"}\n', "line 2: text and label"),
        ("text,label\n", "no rows"),
    ):
        with pytest.raises(LabelError, match=says):
            list(read_labelled(wrong))


@given(st.text(max_size=80), st.text(max_size=80))
def test_both_sides_of_a_difference_are_whole(before: str, after: str) -> None:
    left, right = words_of(before, after)

    assert "".join(part.text for part in left) == before
    assert "".join(part.text for part in right) == after
    assert (side_by_side(before, after) == []) == (before.splitlines() == after.splitlines())


def test_the_draft_is_replayed_over_the_sites_own_past(
    client: Client,
    root: Reader,
    ada: Reader,
    mo: Reader,
    django_capture_on_commit_callbacks: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    story = Subject("story", "1", "Oil rises", "/stories/1/", text="Brent crude oil")
    monkeypatch.setitem(subjects._finders, "story", {"1": story}.get)
    comment = talk.post_comment(
        author=ada, kind="story", key="1", body="Read https://example.com/letter now."
    )
    actions.decide(
        case=Case.objects.get(), moderator=mo, action="reject", guideline="no_promotion", version=1
    )
    client.force_login(root)
    client.post("/desk/moderation/policy/", {"text": STRICT, "do": "check"})

    with django_capture_on_commit_callbacks(execute=True):
        client.post("/desk/moderation/policy/backtest/", {"since": ""})

    draft = PolicyDraft.objects.get()
    assert draft.state == "done", draft.result
    assert draft.result["labelled"] == draft.result["after"]["right"] == 1
    page = client.get("/desk/moderation/policy/backtest/").content.decode()
    assert "hold → reject" in page
    assert f"/comments/{comment.pk}/" in page
    assert "<svg" in page
    comment.refresh_from_db()
    assert comment.status == Comment.Status.REJECTED
    assert policy.current().version == 1


def test_a_wrong_file_is_refused_before_anything_runs(client: Client, root: Reader) -> None:
    client.force_login(root)
    client.post("/desk/moderation/policy/", {"text": STRICT, "do": "check"})
    file = SimpleUploadedFile("labels.csv", b"text,label\nBuy,perhaps\n")

    answer = client.post("/desk/moderation/policy/backtest/", {"labelled": file})

    assert answer.status_code == 422
    assert "line 2: the label" in answer.content.decode()


def test_the_command_replays_a_labelled_file(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "strict.yaml").write_text(STRICT)
    (tmp_path / "labels.csv").write_text("text,label\nRead https://example.com/a now,spam\n")
    asked = ["moderation", "backtest", str(tmp_path / "strict.yaml")]

    assert cli.run([*asked, "--labelled", str(tmp_path / "labels.csv"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["changed"], told["after"]["recall"]) == (1, 1.0)

    (tmp_path / "strict.yaml").write_text(STRICT.replace("comment_wait: 60s", "comment_wait: x"))
    assert cli.run(asked) == 1
    assert re.search(r"strict.yaml, line \d+: limits.comment_wait is 'x'", capsys.readouterr().err)
