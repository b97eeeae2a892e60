import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from alley.accounts import gate
from alley.accounts.lookalikes import is_reserved, skeleton
from alley.accounts.models import Reader
from alley.refusals import Refusal

SIGN_UP, SIGN_IN = "/accounts/signup/", "/accounts/login/"
DAN = {"email": "dan@example.org", "username": "dan", "password1": "correct-horse-battery"}


@pytest.fixture(autouse=True)
def no_limits_left_over(db: None) -> None:
    cache.clear()


def confirm(client: Client) -> str:
    """Follow the link of the last mail; where it leads in the end."""
    link = re.search(r"https?://\S+?(/accounts/confirm-email/\S+)", str(mail.outbox[-1].body))
    assert link
    assert client.get(link[1]).status_code == 200
    return client.post(link[1])["Location"]


def test_signing_up_confirming_and_going_on_where_one_was(client: Client) -> None:
    page = "/news/commodities/oil-7/#comment"
    assert (
        'value="/news/commodities/oil-7/#comment"'
        in client.get(SIGN_UP, {"next": page}).content.decode()
    )

    sent = client.post(SIGN_UP, {**DAN, "next": page})

    assert sent["Location"] == "/accounts/confirm-email/"
    assert client.get("/api/v1/me").status_code == 401
    assert confirm(client) == page
    assert client.get("/api/v1/me").json()["username"] == "dan"


def test_an_address_that_is_taken_gets_the_same_answer(client: Client, ada: Reader) -> None:
    fresh = client.post(SIGN_UP, DAN)
    taken = Client().post(SIGN_UP, {**DAN, "username": "dana", "email": ada.email})

    assert (taken.status_code, taken["Location"]) == (fresh.status_code, fresh["Location"])
    assert not Reader.objects.filter(username="dana").exists()


def test_a_forgotten_password_gets_the_same_answer_for_everybody(
    client: Client, ada: Reader
) -> None:
    answers = {
        client.post("/accounts/password/reset/", {"email": email})["Location"]
        for email in (ada.email, "nobody@example.org")
    }

    assert len(answers) == 1


@pytest.mark.parametrize("given", ["ada", "ada@example.org"])
def test_signing_in_by_name_or_address(client: Client, ada: Reader, given: str) -> None:
    ada.emailaddress_set.create(email=ada.email, verified=True, primary=True)

    answer = client.post(SIGN_IN, {"login": given, "password": "alley-demo", "next": "/saved/"})

    assert answer["Location"] == "/saved/"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x"]
)
def test_nobody_is_sent_elsewhere(client: Client, ada: Reader, elsewhere: str) -> None:
    ada.emailaddress_set.create(email=ada.email, verified=True, primary=True)

    answer = client.post(SIGN_IN, {"login": "ada", "password": "alley-demo", "next": elsewhere})

    assert answer["Location"] == "/"


def test_guessing_passwords_is_slowed(client: Client, ada: Reader) -> None:
    wrong = [client.post(SIGN_IN, {"login": "ada", "password": "x"}) for _ in range(7)]

    assert "Too many failed" in wrong[-1].content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "admin",
        "Admin",
        "m0derator",
        "Reuters",
        "reuter5.",
        "r.e.u.t.e.r.s",
        "a",
        "a b",
        "ádám",
        "moderator\u200b",
    ],
)
def test_names_that_are_refused(client: Client, name: str) -> None:
    answer = client.post(SIGN_UP, {**DAN, "username": name})

    if name == "reuter5.":  # a digit five is no s
        assert answer.status_code == 302
    else:
        assert answer.status_code == 200
        assert not Reader.objects.exists()


@pytest.mark.parametrize("name", ["ADA", "a.d.a", "a-d_a"])
def test_a_name_that_looks_like_anothers_is_refused(client: Client, ada: Reader, name: str) -> None:
    page = client.post(SIGN_UP, {**DAN, "username": name}).content.decode()

    assert "taken" in page or "already exists" in page


@pytest.mark.parametrize("name", ["biIl", "bi1l", "BILL", "b.ill", "blll", "вill"])
def test_a_name_drawn_with_letters_like_anothers_is_refused(client: Client, name: str) -> None:
    Reader.objects.create_user("bill", "bill@example.org", "x")

    client.post(SIGN_UP, {**DAN, "username": name})

    assert Reader.objects.count() == 1


def test_who_is_barred_does_not_come_back(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "_checks", [])
    gate.register(lambda email: Refusal("barred", "Not you.") if "dan" in email else None)

    assert "Not you." in client.post(SIGN_UP, DAN).content.decode()


def test_google_is_offered_only_where_it_is_set_up(client: Client, settings: object) -> None:
    assert "Google" not in client.get(SIGN_IN).content.decode()

    settings.SOCIALACCOUNT_PROVIDERS = {  # type: ignore[attr-defined]
        "google": {"APPS": [{"client_id": "x", "secret": "y"}]}
    }

    assert "Continue with Google" in client.get(SIGN_IN).content.decode()


def test_pages_of_sign_in_are_never_kept(client: Client) -> None:
    for page in (SIGN_IN, SIGN_UP, "/accounts/password/reset/"):
        assert "no-store" in client.get(page)["Cache-Control"]


@pytest.mark.parametrize(
    "name", ["Аdmin", "moderator\u200b", "ADMIN", "ａdmin", "аdⅿіn", "Rеutеrs", "Reuterś", "mοd"]
)
def test_names_drawn_with_other_letters_are_seen_through(name: str) -> None:
    assert is_reserved(name)


@pytest.mark.parametrize("name", ["ada", "Маша", "李雷", "Ωmega", "moderate", "readers9"])
def test_names_of_their_own_are_let_through(name: str) -> None:
    assert not is_reserved(name)
    assert skeleton(name)
