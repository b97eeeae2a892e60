"""Banned readers who come back (B1): recognised, never told, nothing readable kept."""

from dataclasses import replace
from datetime import timedelta

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.utils import timezone

from alley.accounts import gate
from alley.accounts.models import Notification, Reader
from alley.discussion import actions as talk
from alley.moderation import actions, queries, recognition
from alley.moderation import policy as policies
from alley.moderation.actions.returning import Seen
from alley.moderation.models import BanMark, Trace
from tests.moderation.abusers import HOME, banned, made

__all__ = ["banned"]  # a fixture
pytestmark = pytest.mark.usefixtures("oil")


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


def test_erasing_the_account_does_not_launder_a_ban(banned: Reader) -> None:
    banned.email = ""
    banned.save()
    SocialAccount.objects.all().delete()

    assert actions.look_at_new_reader(reader=made("back", "badguy@gmail.com"), seen=Seen())
