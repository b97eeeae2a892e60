"""A policy replayed over the site's past says what happened when each comment was posted."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from alley import subjects
from alley.accounts.models import Reader
from alley.discussion import actions
from alley.discussion.models import Comment
from alley.moderation import actions as moderation
from alley.moderation import policy, queries
from alley.moderation.models import Case
from alley.moderation.replay import Replay
from alley.moderation.screening import screen
from alley.subjects import Subject

SHIPPED = policy.shipped()
POLICY = replace(SHIPPED, limits=replace(SHIPPED.limits, comment_wait=timedelta(0)))
PITCH = "Everybody should look at ABCD before Monday, the new drill results are going to be huge."


@pytest.fixture(autouse=True)
def story(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {
        key: Subject("story", key, "Oil rises", f"/stories/{key}/", text="Brent crude oil")
        for key in "12"
    }
    monkeypatch.setitem(subjects._finders, "story", found.get)
    monkeypatch.setattr("alley.moderation.policy.force.shipped", lambda: POLICY)


def say(author: Reader, body: str, key: str = "1") -> Comment:
    return actions.post_comment(author=author, kind="story", key=key, body=body)


def approve(comment: Comment, mo: Reader) -> None:
    case = Case.objects.get(subject_key=str(comment.pk), state="open")
    moderation.decide(case=case, moderator=mo, action="approve", version=case.version)


def test_the_replay_of_the_same_policy_is_what_the_site_did(
    ada: Reader, bo: Reader, cy: Reader, mo: Reader
) -> None:
    did: list[str] = []

    def spoken(author: Reader, body: str, key: str = "1") -> None:
        comment = say(author, body, key)
        did.append("hold" if comment.status == "pending" else "publish")
        if comment.status == "pending":
            approve(comment, mo)

    spoken(ada, "The first comment of somebody new waits for a moderator.")
    spoken(ada, "So does the second one, about what a barrel costs in Rotterdam.")
    spoken(bo, PITCH)
    spoken(cy, PITCH.replace("huge.", "massive"))
    for number in ("spare barrels", "tanker rates", "port queues", "refinery margins", "futures"):
        spoken(ada, f"Then there is the matter of {number}, which nobody in the thread named.")
    spoken(ada, PITCH.replace("huge.", "enormous"), "2")  # the third account with that text
    spoken(mo, "Who speaks for the site does not wait.", "2")

    replayed = [
        screen(each.text, each.context, POLICY).outcome.word for each in queries.past_samples(None)
    ]

    assert did[:4] == ["hold"] * 4
    assert "hold" in did[4:9]  # takes over the thread
    assert did[-2:] == ["hold", "publish"]
    assert replayed == did


def test_a_draft_without_pre_moderation_lets_new_readers_speak(ada: Reader) -> None:
    say(ada, "The first comment of somebody new waits for a moderator.")
    replay = Replay(POLICY, replace(POLICY, pre_moderation="off"))

    for _ in replay.over(queries.past_samples(None)):
        pass

    assert dict(replay.table) == {("hold", "publish"): 1}


def test_what_was_published_before_the_days_replayed_still_counts(ada: Reader) -> None:
    for words in ("One about oil, years ago.", "Another about gas, years ago."):
        say(ada, words)
    long_ago = timezone.now() - timedelta(days=90)
    Comment.objects.update(status="published", posted=long_ago)
    say(ada, "And now one about the railway, which nobody mentions.")

    (sample,) = queries.past_samples(timezone.now() - timedelta(days=1))

    assert sample.context.author_published == 2
    assert screen(sample.text, sample.context, POLICY).outcome.word == "publish"
