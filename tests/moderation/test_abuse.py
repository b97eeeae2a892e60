"""People who abuse the site, each by the name of their case: B1 to B8, and what comes of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.utils import timezone

from alley import subjects
from alley.accounts import gate, tokens
from alley.accounts.actions import block_reader, give_role, unblock_reader
from alley.accounts.models import Block, Notification, Reader, Role, Scope
from alley.discussion import actions as talk
from alley.discussion.actions import Importing
from alley.discussion.addresses import in_path
from alley.discussion.imports import Exported
from alley.discussion.models import Comment
from alley.moderation import actions, queries, recognition, rules
from alley.moderation import policy as policies
from alley.moderation.actions.returning import Seen
from alley.moderation.models import BanMark, Case, Report, Sanction, Statement, Trace
from alley.refusals import Refused
from alley.subjects import Subject
from tests.house.routes import ours

Reporting = Callable[..., Report]
COMMENTS = "/api/v1/threads/story/1/comments"
WORDS = {"body": "And WTI is at 79.47 dollars."}
HOME = Seen("a-device-of-somebody-banned", "203.0.113.7")


@pytest.fixture(autouse=True)
def oil(monkeypatch: pytest.MonkeyPatch) -> None:
    story = Subject("story", "1", "Oil rises", "/stories/1/", text="Brent crude oil")
    monkeypatch.setitem(subjects._finders, "story", {"1": story}.get)
    shipped = policies.shipped()
    quick = replace(shipped.limits, comment_wait=timedelta(0))
    now = replace(shipped, limits=quick, pre_moderation="off")
    monkeypatch.setattr("alley.moderation.policy.force.shipped", lambda: now)


def made(name: str, email: str = "", days: float = 0) -> Reader:
    reader = Reader.objects.create_user(name, email or f"{name}@example.org", "x")
    reader.date_joined = timezone.now() - timedelta(days=days)
    reader.save()
    return reader


@pytest.fixture
def banned(mo: Reader) -> Reader:
    reader = made("bad.guy", "Bad.Guy@gmail.com", 400)
    SocialAccount.objects.create(user=reader, provider="google", uid="10987")
    actions.leave_trace(reader=reader, seen=HOME)
    actions.ban(reader=reader, moderator=mo, guideline="no_abuse")
    return reader


@pytest.mark.parametrize(
    "email",
    [
        "badguy@gmail.com",
        "Bad.Guy+1@gmail.com",
        "b.a.d.g.u.y@googlemail.com",
        "BADGUY@GMAIL.COM",
        "bаdguy@gmail.com",  # a Cyrillic а
        "ｂａｄｇｕｙ@gmail.com",  # wide letters
        "bad.guy+new+tag@GoogleMail.com.",
    ],
)
def test_b1_a_banned_address_comes_back_in_another_spelling(banned: Reader, email: str) -> None:
    case = actions.look_at_new_reader(reader=made("newcomer", email), seen=Seen())

    assert case is not None
    assert case.kind == "returning"
    assert queries.resembled_by(case)[0].sanction.reader == banned


def test_b1_the_same_google_account_and_the_same_device_are_recognised(banned: Reader) -> None:
    SocialAccount.objects.all().delete()  # the banned account was erased meanwhile
    one = made("one")
    SocialAccount.objects.create(user=one, provider="google", uid="10987")

    assert actions.look_at_new_reader(reader=one, seen=Seen())
    assert actions.look_at_new_reader(reader=made("two"), seen=Seen(HOME.device))


def test_b1_a_neighbour_on_the_same_network_signs_up_like_anybody(banned: Reader) -> None:
    neighbour = made("neighbour")

    case = actions.look_at_new_reader(reader=neighbour, seen=Seen("another", "203.0.113.99"))

    assert case is None
    assert not queries.is_watched(neighbour)


def test_b1_who_is_recognised_is_never_told_and_waits_as_every_new_reader(
    banned: Reader, mo: Reader
) -> None:
    again = made("again", "badguy@gmail.com")
    case = actions.look_at_new_reader(reader=again, seen=Seen())
    assert case is not None

    comment = talk.post_comment(
        author=again, kind="story", key="1", body="Brent is at 81.99 dollars today."
    )
    assert comment.status == "pending"
    said = comment.revisions.get().verdict["reasons"]
    assert [each["message"] for each in said] == [
        "The first comments of a new reader are read by a moderator."
    ]
    assert not Notification.objects.filter(reader=again).exists()

    actions.decide(case=case, moderator=mo, action="approve", version=case.version)
    free = talk.post_comment(author=again, kind="story", key="1", body="WTI is at 79.47 dollars.")
    assert free.status == "published"


def test_b1_the_policy_may_refuse_the_same_mailbox(
    client: Client, banned: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert gate.refusal_for("badguy@gmail.com") is None
    force = policies.current()
    strict = replace(force, sanctions=replace(force.sanctions, returning="refuse"))
    monkeypatch.setattr("alley.moderation.policy.force.shipped", lambda: strict)

    refusal = gate.refusal_for("bad.guy+2@googlemail.com")

    assert refusal is not None
    assert (refusal.code, refusal.detail) == ("not_accepted", "This address cannot sign up here.")
    assert gate.refusal_for("goodguy@gmail.com") is None


def test_b1_nothing_readable_is_kept_and_all_of_it_expires(banned: Reader, mo: Reader) -> None:
    kept = [*BanMark.objects.values_list("digest"), *Trace.objects.values_list("digest")]
    assert kept
    for (digest,) in kept:
        assert len(digest) == 64
        int(digest, 16)
    kinds = set(BanMark.objects.values_list("kind", flat=True))
    assert kinds == {"email", "looks", "google", "device", "network"}

    actions.forget(timezone.now() + timedelta(days=181))

    assert not BanMark.objects.exists()
    assert not Trace.objects.exists()


def test_b1_signing_up_in_a_browser_sets_a_device_and_looks(client: Client, banned: Reader) -> None:
    assert not client.get("/accounts/login/").cookies.get("alley_device")

    client.post(
        "/accounts/signup/",
        {"email": "b.adguy@gmail.com", "username": "fresh-start",
         "password1": "a-quiet-lane-in-london", "password2": "a-quiet-lane-in-london"},
    )  # fmt: skip

    newcomer = Reader.objects.get(username="fresh-start")
    assert queries.is_watched(newcomer)
    cookie = client.cookies["alley_device"]
    assert cookie["httponly"]
    assert Trace.objects.filter(reader=newcomer, kind="device").exists()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2::7", "2001:db8:1::/48"),
        ("::ffff:203.0.113.7", "203.0.113.0/24"),
        ("nonsense", ""),
        ("", ""),
    ],
)
def test_networks(address: str, network: str) -> None:
    assert recognition.network_of(address) == network


def test_b2_report_bombing_by_thirty_fresh_accounts_hides_and_suspends_nobody(
    ada: Reader, reported: Reporting
) -> None:
    for number in range(30):
        for key in ("1", "2", "3"):
            reported(made(f"sock{number}k{key}", days=0.01 * number), ada, key)

    assert Case.objects.count() == 3
    assert not Case.objects.filter(hidden=True).exists()
    assert not Sanction.objects.exists()
    assert not Statement.objects.exists()


def test_b2_sock_puppets_spread_over_weeks_are_one_by_their_device(
    ada: Reader, reported: Reporting
) -> None:
    for number in range(6):
        puppet = made(f"puppet{number}", days=40 * number + 40)
        actions.leave_trace(reader=puppet, seen=HOME)
        reported(puppet, ada)

    assert not Case.objects.get().hidden


def test_b2_old_readers_of_one_campus_are_still_several(ada: Reader, reported: Reporting) -> None:
    for number in range(3):
        student = made(f"student{number}", days=200 + 50 * number)
        actions.leave_trace(reader=student, seen=Seen(f"own-device-{number}", "203.0.113.7"))
        reported(student, ada)

    assert Case.objects.get().hidden


def test_b2_who_reports_in_vain_loses_weight_and_is_told(
    ada: Reader, bo: Reader, mo: Reader, reported: Reporting
) -> None:
    for number in range(6):
        case = reported(bo, ada, str(number)).case
        actions.decide(case=case, moderator=mo, action="approve", version=case.version)

    assert reported(bo, ada, "7").weight == rules.LIGHTEST
    words = Notification.objects.filter(reader=bo, kind="report_decided").latest("pk").body
    assert "6 of 6 were dismissed: they weigh less" in words


def test_b3_five_established_independent_readers_hide_and_then_suspend_with_an_end_and_a_case(
    ada: Reader, reported: Reporting
) -> None:
    readers = [made(f"reader{number}", days=100 + 60 * number) for number in range(5)]
    for key in ("1", "2", "3"):
        for reader in readers:
            reported(reader, ada, key)

    suspension = Sanction.objects.get()
    assert suspension.until is not None
    assert suspension.until <= timezone.now() + timedelta(hours=72)
    assert suspension.review is not None
    assert suspension.review.is_open
    assert Statement.objects.filter(sanction=suspension).count() == 1
    assert queries.may_speak(ada, suspension.until + timedelta(seconds=1)) is None


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


def test_erasing_the_account_does_not_launder_a_ban(banned: Reader) -> None:
    banned.email = ""
    banned.save()
    SocialAccount.objects.all().delete()

    assert actions.look_at_new_reader(reader=made("back", "badguy@gmail.com"), seen=Seen())
