"""Every route against every kind of caller: who is not let in by the matrix is not let in."""

import re
from functools import partial

import pytest
from django.test import Client

from alley.accounts import tokens
from alley.accounts.actions import give_role
from alley.accounts.models import Reader, Role, Scope
from alley.moderation.actions import ban, suspend
from tests.cast import reader
from tests.house import routes
from tests.house.matrix import CALLERS, MATRIX, SAMPLES, STAFF, Row

ROUTES = routes.ours()
REFUSED = {401, 403}
Callers = dict[str, Client]


@pytest.mark.parametrize("route", ROUTES)
def test_every_route_has_a_row(route: str) -> None:
    assert route in MATRIX, (
        f"decide who may use this address, and add to tests/house/matrix.py:\n"
        f'    "{route}": EVERYBODY | SIGNED_IN | SPEAKERS | MODERATORS | EDITORS | ADMINS,'
    )


def test_every_row_has_a_route() -> None:
    assert set(MATRIX) <= set(ROUTES), "remove these lines: nothing answers there any more"


@pytest.fixture
def callers(db: None) -> Callers:
    """One of each kind, with a client of their own."""
    people = {
        "reader": reader("ada"),
        "suspended": reader("sue"),
        "banned": reader("bart"),
        "trusted": reader("tess", Role.TRUSTED),
        "moderator": give_role(reader("mo"), Role.MODERATOR),
        "editor": give_role(reader("ed"), Role.EDITOR),
        "admin": give_role(reader("root"), Role.ADMIN),
    }
    reader("cy")
    clients = {kind: _signed_in(person) for kind, person in people.items()}
    suspend(reader=people["suspended"], moderator=people["moderator"], guideline="spam")
    ban(reader=people["banned"], moderator=people["moderator"], guideline="spam")
    return {
        "anonymous": Client(raise_request_exception=False),
        **clients,
        "token_read": _by_token(people["reader"], Scope.READ),
        "token_write": _by_token(people["trusted"], Scope.WRITE),
    }


@pytest.mark.parametrize("route", sorted(set(MATRIX) & set(ROUTES)))
def test_only_they_are_let_in(callers: Callers, route: str) -> None:
    row = MATRIX[route] if isinstance(MATRIX[route], Row) else Row(MATRIX[route])
    method, _, path = route.partition(" ")

    wrong = {
        kind: status
        for kind in CALLERS
        if _concerns(kind, method)
        and (status := _ask(callers[kind], method, _filled(path) + row.query, row)) is not None
        and not _right(status, _expected(kind, method, row))
    }

    assert not wrong, f"{route} answered {wrong}"


@pytest.mark.parametrize("page", routes.desk_pages())
def test_the_desk_is_closed_to_who_has_no_business_there(callers: Callers, page: str) -> None:
    open_to_all = {"/desk/login/", "/desk/logout/", "/desk/sprite/", "/desk/jsi18n/"}
    if page in open_to_all or "password_reset" in page:
        return  # Wagtail serves this to everybody: it shows nothing of the site
    for kind in set(CALLERS) - STAFF:
        answer = callers[kind].get(page)
        assert answer.status_code in {302, 401, 403, 404, 405}, (page, kind)


def _signed_in(person: Reader) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def _by_token(person: Reader, scope: Scope) -> Client:
    text = tokens.create(person, [scope])
    return Client(raise_request_exception=False, headers={"Authorization": f"Bearer {text}"})


def _concerns(kind: str, method: str) -> bool:
    return method != "PAGE" or not kind.startswith("token")


def _expected(kind: str, method: str, row: Row) -> bool:
    if kind == "token_read" and method != "GET":
        return False
    return kind in row.who


def _right(status: int, let_in: bool) -> bool:
    """A sample that is not there (404) refuses nobody and lets nobody in: right for both."""
    if status in {404, 410}:
        return True
    return (status < 400 or status in {400, 409, 422, 429, 503}) if let_in else status in REFUSED


def _filled(path: str) -> str:
    return re.sub(r"[<{](\w+)[>}]", lambda found: SAMPLES.get(found[1], "1"), path)


def _ask(client: Client, method: str, path: str, row: Row) -> int | None:
    """The status, with a redirect to the sign-in page told as 401."""
    json = {"content_type": "application/json"}
    if method == "PAGE":
        answer = client.get(path)
        answer = client.post(path) if answer.status_code == 405 else answer
    elif method == "GET":
        answer = client.get(path)
    else:
        answer = partial(getattr(client, method.lower()), path, row.body, **json)()
    sent_to = answer.headers.get("Location", "")
    if answer.status_code == 302 and ("/accounts/login/" in sent_to or sent_to == "/desk/"):
        return 401
    return answer.status_code
