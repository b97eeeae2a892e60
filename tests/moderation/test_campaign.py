"""Several accounts with one text, and authors whose comments are turned away."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from alley import subjects
from alley.accounts.models import Reader
from alley.discussion import actions as talk
from alley.discussion.models import Comment
from alley.discussion.queries import spoken
from alley.moderation import policy
from alley.moderation.context import Context
from alley.moderation.models import Case
from alley.moderation.screening import screen
from alley.moderation.signals.campaign import campaign
from alley.subjects import Subject

POLICY = policy.shipped()
TEXT = "Everybody should look at ABCD before Monday, the new drill results are going to be huge."
NEARLY = TEXT.replace("huge.", "massive")
OTHER = "The drill results of last year were weak, and I doubt the new ones will be any better."


def test_nearly_the_same_text_by_two_other_accounts_is_held() -> None:
    alone = Context(author_id=1, author_published=5, others=((2, NEARLY), (2, TEXT), (3, OTHER)))
    together = Context(author_id=1, author_published=5, others=((2, NEARLY), (3, TEXT.upper())))

    assert screen(TEXT, alone, POLICY).outcome.word == "publish"
    assert "campaign" in {each.signal for each in screen(TEXT, together, POLICY).reasons}


def test_a_disguised_copy_is_a_copy() -> None:
    copy = TEXT.replace("e", "\u0435").replace(" ", "  ")

    (mark,) = campaign(copy, Context(author_id=1, others=((2, TEXT), (3, TEXT), (4, TEXT))))

    assert mark.score == 0.9


def test_what_many_say_in_few_words_is_no_campaign() -> None:
    assert (
        campaign("To the moon!", Context(others=((2, "To the moon!"), (3, "To the moon!")))) == []
    )


def test_who_was_turned_away_often_waits_for_a_moderator() -> None:
    often = Context(author_id=1, author_published=2, author_rejected=3)
    once = Context(author_id=1, author_published=2, author_rejected=1)
    long_ago_known = Context(author_id=1, author_published=40, author_rejected=3)

    said = "Demand is back, stocks are down, and I am buying."
    assert screen(said, often, POLICY).outcome.word == "hold"
    assert screen(said, once, POLICY).outcome.word == "publish"
    assert screen(said, long_ago_known, POLICY).outcome.word == "publish"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A story to talk about, without waiting and without a moderator for new readers."""
    story = Subject("story", "1", "Drill results", "/stories/1/", text="The results of ABCD.")
    monkeypatch.setitem(subjects._finders, "story", {"1": story}.get)
    now = replace(
        POLICY, pre_moderation="off", limits=replace(POLICY.limits, comment_wait=timedelta(0))
    )
    monkeypatch.setattr("alley.moderation.policy.force.shipped", lambda: now)


def crowd(many: int) -> list[Reader]:
    return [
        Reader.objects.create_user(f"sock{each}", f"s{each}@example.org") for each in range(many)
    ]


def post(author: Reader, body: str) -> Comment:
    return talk.post_comment(author=author, kind="story", key="1", body=body)


@pytest.mark.django_db
def test_twenty_accounts_with_a_letter_changed_each_are_one_campaign(quick: None) -> None:
    socks = crowd(20)

    posted = [post(sock, TEXT[:at] + "x" + TEXT[at + 1 :]) for at, sock in enumerate(socks)]

    held = Case.objects.filter(kind="held", state="open")
    assert [each.status for each in posted[:2]] == ["published", "published"]
    assert held.count() == 18
    assert len(set(held.values_list("campaign", flat=True))) == 1


@pytest.mark.django_db
def test_a_campaign_is_known_again_however_much_was_said_since(
    monkeypatch: pytest.MonkeyPatch, quick: None, held: Callable[..., Case]
) -> None:
    socks = crowd(5)
    for number, sock in enumerate(socks[:2]):
        held(sock, f"9{number}", TEXT)
    monkeypatch.setattr(spoken, "OTHERS", 1)  # what was said since
    monkeypatch.setattr(spoken.newest_of_others, "made", {})
    post(socks[2], "I doubt that a shut valve earns the higher price, whatever the story says.")

    assert post(socks[3], NEARLY).status == "pending"
    Case.objects.all().update(state="decided")
    assert post(socks[4], TEXT).status == "pending"


def test_two_groups_that_meet_become_one(
    ada: Reader, bo: Reader, cy: Reader, held: Callable[..., Case]
) -> None:
    first, second = held(ada, "1", TEXT), held(bo, "2", OTHER)
    Case.objects.filter(pk=first.pk).update(campaign=first.pk)
    Case.objects.filter(pk=second.pk).update(campaign=second.pk, text=TEXT)
    theirs = zip(first.sketches.order_by("pk"), second.sketches.order_by("pk"), strict=True)
    for mine, other in theirs:  # as if both had grown apart from each other
        other.band = mine.band
        other.save()

    held(cy, "3", NEARLY)

    assert set(Case.objects.values_list("campaign", flat=True)) == {first.pk}
