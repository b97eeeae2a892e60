"""Sessions with CSRF, tokens with scopes, retries with a key: tried on a small API of its own."""

import json
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from ninja import NinjaAPI, Status

from alley.accounts import tokens
from alley.accounts.http import ReaderRequest, anybody, idempotent, signed_in
from alley.accounts.models import Notification, Reader, Receipt, Role, Scope
from alley.accounts.permissions import May, may
from alley.refusals import Refusal, Refused

api = NinjaAPI(urls_namespace="tried", title="tried")


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return error.refusal.as_problem()


@api.get("/who", auth=anybody)
def who(request: HttpRequest) -> dict[str, Any]:
    name = request.user.get_username()
    moderates = may(request.user, May.MODERATE)
    return {"name": name, "moderates": moderates}


@api.post("/notes", auth=signed_in, response={201: dict})
@idempotent
def note(request: ReaderRequest, refuse: bool = False) -> Status[dict[str, Any]]:
    made = Notification.objects.create(reader=request.user, kind="k", title="t")
    if refuse:
        raise Refused(Refusal("no", "No.", 422))
    return Status(201, {"id": made.pk})


urlpatterns = [path("api/", api.urls)]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def strict() -> Client:
    return Client(enforce_csrf_checks=True)


def bearer(reader: Reader, *scopes: Scope) -> dict[str, str]:
    return {"HTTP_AUTHORIZATION": f"Bearer {tokens.create(reader, scopes)}"}


def test_nobody_is_nobody(strict: Client, db: None) -> None:
    assert strict.get("/api/who").json()["name"] == ""
    assert strict.post("/api/notes").status_code == 401


def test_a_token_reads_and_writes_as_its_scopes_say(strict: Client, ada: Reader) -> None:
    read, write = bearer(ada), bearer(ada, Scope.WRITE)

    assert strict.get("/api/who", **read).json()["name"] == "ada"
    assert strict.post("/api/notes", **read).json()["code"] == "scope_missing"
    assert strict.post("/api/notes", **write).status_code == 201


def test_staff_powers_need_a_scope_of_their_own(strict: Client, mo: Reader) -> None:
    plain, staff = bearer(mo, Scope.WRITE), bearer(mo, Scope.MODERATE)

    assert strict.get("/api/who", **plain).json()["moderates"] is False
    assert strict.get("/api/who", **staff).json()["moderates"] is True


def test_a_token_ends_with_the_password_and_with_the_account(strict: Client, ada: Reader) -> None:
    token = bearer(ada)
    ada.set_password("another-one")
    ada.save()
    assert strict.get("/api/who", **token).json()["code"] == "bad_token"

    token = bearer(ada)
    Reader.objects.filter(pk=ada.pk).update(is_active=False)
    assert strict.get("/api/who", **token).status_code == 401


def test_only_a_hash_is_kept(ada: Reader) -> None:
    text = tokens.create(ada, [Scope.READ])
    kept = ada.tokens.values().get()

    assert text.removeprefix("alley_") not in json.dumps(kept, default=str)


@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain", "application/x-www-form-urlencoded"]
)
def test_a_cookie_alone_does_not_write(strict: Client, ada: Reader, content_type: str) -> None:
    strict.force_login(ada)

    answer = strict.post("/api/notes", "{}", content_type=content_type)

    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")


def test_a_garbage_authorization_opens_no_way_round_csrf(strict: Client, ada: Reader) -> None:
    strict.force_login(ada)

    for garbage in ("Bearer nonsense", "Basic eDp5", "Bearer", "x"):
        answer = strict.post("/api/notes", HTTP_AUTHORIZATION=garbage)
        assert answer.json()["code"] == "csrf"


def test_a_cookie_with_its_csrf_token_writes(strict: Client, ada: Reader) -> None:
    strict.force_login(ada)
    strict.cookies["csrftoken"] = "c" * 32

    assert strict.post("/api/notes", HTTP_X_CSRFTOKEN="c" * 32).status_code == 201


def test_a_retry_gets_the_same_bytes_and_writes_once(strict: Client, ada: Reader) -> None:
    with_key = {**bearer(ada, Scope.WRITE), "HTTP_IDEMPOTENCY_KEY": "k-1"}

    first = strict.post("/api/notes", **with_key)
    again = strict.post("/api/notes", **with_key)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert first["Content-Type"] == again["Content-Type"]
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert Notification.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(strict: Client, ada: Reader) -> None:
    with_key = {**bearer(ada, Scope.WRITE), "HTTP_IDEMPOTENCY_KEY": "k-1"}

    strict.post("/api/notes", "{}", content_type="application/json", **with_key)
    other = strict.post("/api/notes", "{ }", content_type="application/json", **with_key)

    assert (other.status_code, other.json()["code"]) == (422, "key_reused")


def test_a_refusal_leaves_nothing_and_its_key_is_free(strict: Client, ada: Reader) -> None:
    with_key = {**bearer(ada, Scope.WRITE), "HTTP_IDEMPOTENCY_KEY": "k-1"}

    refusal = strict.post("/api/notes?refuse=true", **with_key)

    assert refusal.json()["code"] == "no"
    assert not Notification.objects.exists()
    assert not Receipt.objects.exists()
    assert strict.post("/api/notes", **with_key).status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb"])
def test_a_key_is_short_and_printable(strict: Client, ada: Reader, key: str) -> None:
    answer = strict.post("/api/notes", **bearer(ada, Scope.WRITE), HTTP_IDEMPOTENCY_KEY=key)

    assert answer.json()["code"] == "bad_key"


def test_roles_have_their_powers(ada: Reader, mo: Reader, ed: Reader) -> None:
    assert may(ada, May.COMMENT)
    assert not may(ada, May.OPEN_DESK)
    assert may(mo, May.MODERATE)
    assert not may(mo, May.EDIT_NEWS)
    assert may(ed, May.EDIT_NEWS)
    assert not may(ed, May.MODERATE)
    assert not may(None, May.COMMENT)
    assert all(may(Reader(role=Role.ADMIN), power) for power in May)
