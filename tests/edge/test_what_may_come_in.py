import asyncio

import pytest

from alley.edge import intake
from alley.edge.intake import Limits
from alley.edge.messages import Answer, Message, Request
from tests.edge.asking import Behind, ask, edge, page, run


def echo(request: Request) -> Answer:
    return Answer(200, [], repr((request.client, request.headers)).encode())


def test_header_names_with_underscores_are_dropped() -> None:
    """In WSGI they would become the same key as those with hyphens."""
    told = run(ask(edge(Behind(echo)), "/me/", headers={"X_Forwarded_For": "6.6.6.6"})).body

    assert b"6.6.6.6" not in told


def test_nobody_chooses_the_own_address() -> None:
    headers = {"X-Forwarded-For": "6.6.6.6", "Forwarded": "for=6.6.6.6", "X-Real-IP": "6.6.6.6"}
    told = run(ask(edge(Behind(echo)), "/me/", headers=headers)).body

    assert b"6.6.6.6" not in told
    assert b"203.0.113.9" in told


def test_behind_one_trusted_proxy_its_last_hop_is_the_client() -> None:
    scope = {
        "method": "GET", "path": "/", "query_string": b"", "client": ("10.0.0.1", 1),
        "headers": [
            (b"x-forwarded-for", b"6.6.6.6, 198.51.100.7"), (b"x-forwarded-proto", b"https"),
        ],
    }  # fmt: skip
    request = intake.request_of(scope, Limits(), trusted_proxies=1)

    assert (request.client, request.scheme) == ("198.51.100.7", "https")


@pytest.mark.parametrize("headers", [{f"X-{n}": "1" for n in range(101)}, {"X-Long": "x" * 40_000}])
def test_floods_of_headers_are_refused(headers: dict[str, str]) -> None:
    assert run(ask(edge(Behind(echo)), headers=headers)).status == 413


def test_a_body_over_the_cap_is_refused_before_the_application_sees_it() -> None:
    behind = Behind(echo)

    assert run(ask(edge(behind), "/me/", method="POST", body=b"x" * 1_048_577)).status == 413
    assert behind.asked == []


def test_a_length_that_is_no_number_is_refused() -> None:
    answer = ask(edge(Behind(echo)), "/me/", method="POST", headers={"Content-Length": "-1"})

    assert run(answer).status == 413


def test_a_body_that_drips_is_cut_off() -> None:
    async def dripping() -> Message:
        await asyncio.sleep(3600)
        raise AssertionError

    request = Request("POST", "/me/", "", [(b"content-length", b"10")])
    with pytest.raises(intake.TooSlow):
        run(intake.read_body(dripping, request, Limits(body_deadline=0.01)))


def test_public_pages_are_asked_for_under_the_sites_own_name() -> None:
    behind = Behind(lambda request: page())
    run(ask(edge(behind), headers={"Host": "evil.example", "Accept-Language": "xx"}))

    assert behind.asked[0].headers == [(b"host", b"alley.example")]
