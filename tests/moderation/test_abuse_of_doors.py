"""Ways around (B5, B7, B8): late links, blocks as a trick, suspensions and waits at every door."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from alley.accounts import tokens
from alley.accounts.actions import block_reader, give_role, unblock_reader
from alley.accounts.models import Block, Reader, Role, Scope
from alley.discussion import actions as talk
from alley.discussion.actions import Importing
from alley.discussion.addresses import in_path
from alley.discussion.imports import Exported
from alley.discussion.models import Comment
from alley.moderation import actions
from alley.moderation import policy as policies
from alley.moderation.models import Report, Statement
from alley.refusals import Refused
from tests.house.routes import ours
from tests.moderation.abusers import COMMENTS, WORDS

pytestmark = pytest.mark.usefixtures("oil")


def test_b5_a_link_slipped_in_after_approval_waits_again(ada: Reader, mo: Reader) -> None:
    comment = talk.post_comment(author=ada, kind="story", key="1", body="Brent is at 81.99 today.")
    assert comment.status == "published"

    talk.edit_comment(
        author=ada, comment=comment, body="Brent is at 81.99 today, see https://example.com/letter"
    )

    comment.refresh_from_db()
    assert comment.status == "pending"


def test_b7_reporting_by_a_blocked_reader_still_works(ada: Reader, bo: Reader) -> None:
    comment = talk.post_comment(author=ada, kind="story", key="1", body="Brent is at 81.99 today.")
    block_reader(blocker=ada, blocked=bo)

    talk.report_comment(reporter=bo, comment=comment, reason="spam")

    assert Report.objects.get().reporter == bo


def test_b7_block_reply_unblock_is_stopped_by_the_48_hours(ada: Reader, bo: Reader) -> None:
    block_reader(blocker=ada, blocked=bo)
    block_reader(blocker=ada, blocked=bo)
    assert Block.objects.count() == 1
    unblock_reader(blocker=ada, blocked=bo)

    with pytest.raises(Refused) as refused:
        block_reader(blocker=ada, blocked=bo)

    assert refused.value.refusal.code == "blocked_recently"
    block_reader(blocker=bo, blocked=ada)  # the other's block is their own
    assert Block.objects.get().blocker == bo


def test_b7_who_speaks_for_the_site_is_not_blocked(ada: Reader, mo: Reader) -> None:
    give_role(mo, Role.MODERATOR)

    with pytest.raises(Refused) as refused:
        block_reader(blocker=ada, blocked=mo)

    assert refused.value.refusal.code == "staff_is_met"


def test_b8_a_suspension_holds_at_every_door(ada: Reader, bo: Reader, mo: Reader) -> None:
    comment = talk.post_comment(author=bo, kind="story", key="1", body="Brent is at 81.99 today.")
    mine = talk.post_comment(author=ada, kind="story", key="1", body="WTI is at 79.47 dollars.")
    actions.suspend(reader=ada, moderator=mo, guideline="no_abuse")

    for attempt in (
        lambda: talk.post_comment(author=ada, kind="story", key="1", body="Gold fell today."),
        lambda: talk.edit_comment(author=ada, comment=mine, body="WTI is at 79.48 dollars."),
        lambda: talk.vote(reader=ada, comment=comment),
        lambda: talk.report_comment(reporter=ada, comment=comment, reason="spam"),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.refusal.code == "suspended"
    talk.delete_comment(author=ada, comment=mine)
    actions.appeal(statement=Statement.objects.get(), reader=ada, text="Please look again.")


DOORS: dict[str, Callable[[Client, Reader], int]] = {
    "API": lambda client, reader: (
        client.post(COMMENTS, WORDS, content_type="application/json").status_code
    ),
    "token": lambda client, reader: (
        Client()
        .post(
            COMMENTS,
            WORDS,
            content_type="application/json",
            headers={"Authorization": f"Bearer {tokens.create(reader, [Scope.WRITE])}"},
        )
        .status_code
    ),
    "form": lambda client, reader: client.post("/discuss/story/1/", WORDS).status_code,
    "form, once more": lambda client, reader: (
        client.post("/discuss/story/1/", {**WORDS, "once": "another tab"}).status_code
    ),
    "form, cross-posted": lambda client, reader: (
        client.post("/discuss/story/1/", {**WORDS, "crosspost": "mastodon"}).status_code
    ),
    "page of another site": lambda client, reader: (
        client.post("/embed/" + in_path("https://blog.test/oil") + "/", WORDS).status_code
    ),
}


@pytest.mark.parametrize("door", DOORS)
def test_b8_the_wait_between_comments_is_one_for_every_door(
    client: Client, ada: Reader, monkeypatch: pytest.MonkeyPatch, settings: Any, door: str
) -> None:
    settings.EMBED_SITES = ["https://blog.test"]
    slow = replace(policies.shipped(), pre_moderation="off")
    slow = replace(slow, limits=replace(slow.limits, comment_wait=timedelta(minutes=1)))
    monkeypatch.setattr("alley.moderation.policy.force.shipped", lambda: slow)
    talk.post_comment(author=ada, kind="story", key="1", body="Brent is at 81.99 today.")
    client.force_login(ada)

    assert DOORS[door](client, ada) == 429
    assert Comment.objects.filter(author=ada).count() == 1


def test_b8_the_database_tells_the_time_not_who_writes(client: Client, ada: Reader) -> None:
    """Nothing that is sent sets the clock of a comment."""
    client.force_login(ada)
    sent = {**WORDS, "now": "2020-01-01T00:00:00Z", "posted": "2020-01-01T00:00:00Z"}

    client.post("/discuss/story/1/", sent)

    (comment,) = Comment.objects.filter(author=ada)
    assert abs(comment.posted - timezone.now()) < timedelta(minutes=1)


def test_b8_an_import_is_an_operators_and_spends_nobodys_wait(ada: Reader) -> None:
    """From the command line alone; what was said elsewhere was said then."""
    said = timezone.now() - timedelta(days=900)
    row = Exported("1", "/stories/1/", "", "Ada", "ada", said, "Said long ago.", username="ada")
    list(Importing("alley", lambda one: ("story", "1")).run([row]))
    assert Comment.objects.filter(author=ada, posted=said).exists()

    assert talk.post_comment(author=ada, kind="story", key="1", body="Brent is at 81.99 today.")
    assert not [each for each in ours() if "import" in each and "comment" in each]
