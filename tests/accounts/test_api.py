import pytest
from django.test import Client

from alley.accounts.actions import notify
from alley.accounts.models import Reader


@pytest.fixture
def adas(client: Client, ada: Reader) -> Client:
    client.force_login(ada)
    return client


def test_me(adas: Client) -> None:
    me = adas.get("/api/v1/me").json()

    assert (me["username"], me["role"], me["unread"]) == ("ada", "reader", 0)
    assert "comment" in me["may"]
    assert "moderate" not in me["may"]


def test_block_and_unblock(adas: Client, bo: Reader) -> None:
    assert adas.put("/api/v1/blocks/bo").status_code == 201
    assert adas.put("/api/v1/blocks/bo").status_code == 200
    assert [b["username"] for b in adas.get("/api/v1/blocks").json()["items"]] == ["bo"]
    assert adas.delete("/api/v1/blocks/bo").json()["again"]

    again = adas.put("/api/v1/blocks/bo")

    assert (again.status_code, again.json()["code"]) == (409, "blocked_recently")
    assert 0 < int(again["Retry-After"]) <= 48 * 3600


def test_notifications_come_in_pages(adas: Client, ada: Reader, bo: Reader) -> None:
    notify(bo, kind="k", title="not for ada")
    for number in range(3):
        notify(ada, kind="k", title=str(number))

    first = adas.get("/api/v1/me/notifications?limit=2").json()
    rest = adas.get(f"/api/v1/me/notifications?limit=2&cursor={first['next']}").json()

    assert [n["title"] for n in first["items"] + rest["items"]] == ["2", "1", "0"]
    assert rest["next"] is None
    assert adas.get("/api/v1/me").json()["unread"] == 3
    assert adas.post("/api/v1/me/notifications/read").status_code == 204
    assert adas.get("/api/v1/me").json()["unread"] == 0


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("get", "/api/v1/nowhere", 404, "not_found"),
        ("put", "/api/v1/blocks/nobody", 404, "not_found"),
        ("patch", "/api/v1/me", 405, "method_not_allowed"),
        ("get", "/api/v1/blocks?limit=101", 422, "invalid"),
        ("get", "/api/v1/blocks?cursor=x", 422, "bad_cursor"),
    ],
)
def test_every_refusal_is_a_problem(
    adas: Client, method: str, path: str, status: int, code: str
) -> None:
    answer = getattr(adas, method)(path)

    assert answer["Content-Type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert answer.json()["code"] == code


def test_nobody_is_asked_to_sign_in(client: Client, db: None) -> None:
    answer = client.get("/api/v1/me")

    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_required")


def test_an_unchanged_answer_is_not_sent_again(adas: Client) -> None:
    first = adas.get("/api/v1/blocks")

    again = adas.get("/api/v1/blocks", HTTP_IF_NONE_MATCH=first["ETag"])

    assert again.status_code == 304
    assert first["Cache-Control"] == "private, no-cache"


def test_a_breakdown_tells_nothing(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr("alley.accounts.http.reader_of", lambda request: 1 / 0)

    answer = client.get("/api/v1/me")

    assert (answer.status_code, answer.json()["code"]) == (500, "broken")
    assert b"division" not in answer.content


def test_the_documentation_loads_nothing_from_elsewhere(client: Client, db: None) -> None:
    page = client.get("/api/v1/docs")

    assert page.status_code == 200
    assert "//" not in page.content.decode().replace("/static/", "")
    assert "script-src 'self';" in page["Content-Security-Policy"]
    assert client.get("/api/v1/openapi.json").json()["components"]["schemas"]["Problem"]
