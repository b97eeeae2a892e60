"""A real server: what another process commits reaches its cache and its open pages."""

import http.client
import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.served import Site

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, new_site: Callable[[Path], Site]
) -> Iterator[Site]:
    site = new_site(tmp_path_factory.mktemp("served"))
    site.start()
    yield site
    site.kill()


def get(site: Site, path: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
    connection.request("GET", path, headers={"Accept-Encoding": "br"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def cache_status(site: Site, path: str = "/") -> str:
    return get(site, path).getheader("cache-status", "")


def listen(site: Site, topics: str, header: str = "") -> socket.socket:
    """An open page, with its greeting read."""
    page = socket.create_connection(("127.0.0.1", site.port), timeout=20)
    begin = f"GET /api/v1/stream?topics={topics} HTTP/1.1\r\nHost: 127.0.0.1\r\n{header}\r\n"
    page.sendall(begin.encode())
    read_until(page, b"retry:")
    return page


def read_until(page: socket.socket, words: bytes) -> bytes:
    text = b""
    while words not in text:
        part = page.recv(4096)
        assert part, text
        text += part
    return text


def test_a_page_purged_by_another_process_is_made_anew(site: Site) -> None:
    get(site, "/")
    assert "hit" in cache_status(site)
    with_page = listen(site, "breaking")

    site.python(
        "from alley.live import bus\nbus.purge('front')\nbus.publish('breaking', {'type': 'x'})"
    )
    read_until(with_page, b'"topic":"breaking"')  # the log is in order: the purge was before it

    assert "miss" in cache_status(site)
    with_page.close()


def test_an_open_page_hears_what_another_process_published(site: Site) -> None:
    page = listen(site, "breaking")

    site.python(
        "from alley.live import bus; bus.publish('breaking', {'type': 'breaking', 'id': 1})"
    )

    data = read_until(page, b"}}").partition(b"data: ")[2].partition(b"\n")[0]
    assert json.loads(data) == {"topic": "breaking", "event": {"type": "breaking", "id": 1}}
    page.close()


MAKES_A_TOKEN = """
from alley.accounts import tokens
from alley.accounts.models import Reader
ada = Reader.objects.create(username="ada", email="ada@example.org")
print(ada.pk, tokens.create(ada, []))
"""


CHANGES_A_PASSWORD = """
from alley.accounts.models import Reader
from alley.accounts.sign_in import Adapter
Adapter().set_password(Reader.objects.get(username="bo"), "another-long-password")
"""


def test_a_program_with_a_token_hears_what_its_owner_is_told(site: Site) -> None:
    number, token = site.python(MAKES_A_TOKEN).split()
    program = listen(site, "me", f"Authorization: Bearer {token}\r\n")

    site.python(f"from alley.live import bus; bus.publish('me:{number}', {{'type': 'x'}})")

    read_until(program, b'"topic":"me","event":{"type":"x"}')
    program.close()


def test_a_changed_password_closes_what_was_opened_before_it(site: Site) -> None:
    token = site.python(MAKES_A_TOKEN.replace("ada", "bo")).split()[1]
    program = listen(site, "me,breaking", f"Authorization: Bearer {token}\r\n")

    site.python(CHANGES_A_PASSWORD)

    while program.recv(4096):
        pass
    program.close()


def test_nobody_hears_what_is_not_theirs(site: Site) -> None:
    for topics in ("me", "desk", "me:1", "purge", "breaking,desk", "", "x" * 300):
        assert get(site, f"/api/v1/stream?topics={topics}").status in {401, 403}


def test_a_second_server_on_the_same_folder_says_so(site: Site) -> None:
    with pytest.raises(AssertionError, match="another `alley serve` is running"):
        site.alley("serve", "--port", "1")


def test_closing_finishes_cleanly_while_pages_are_open(
    tmp_path: Path, new_site: Callable[[Path], Site]
) -> None:
    site = new_site(tmp_path)
    site.start()
    page = listen(site, "breaking")

    with page:
        assert site.stop() == 0
        assert b"retry:" in read_until(page, b"retry:")


FLOOD = """
from alley.live import bus
event = {"type": "x", "filling": "." * 20_000}
for number in range(%d):
    bus.publish("breaking", {**event, "number": number})
"""
MANY = 600  # more than a client may be behind, fewer than it can catch up on


@contextmanager
def opened(site: Site, last: int | None) -> Iterator[http.client.HTTPResponse]:
    headers = {} if last is None else {"Last-Event-ID": str(last)}
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    connection.connect()
    connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.request("GET", "/api/v1/stream?topics=breaking", headers=headers)
    yield connection.getresponse()
    connection.close()


def heard(stream: http.client.HTTPResponse) -> Iterator[tuple[int, int]]:
    """Place and number of each event, until it ends."""
    place = 0
    while line := stream.readline():
        if line.startswith(b"id: "):
            place = int(line[4:])
        elif b'"number"' in line:
            yield place, json.loads(line[6:])["event"]["number"]


def test_a_page_too_slow_to_read_is_dropped_and_comes_back_without_a_hole(site: Site) -> None:
    with opened(site, None) as stream:
        site.python(FLOOD % MANY)  # not a byte is read meanwhile
        events = list(heard(stream))
    assert len(events) < MANY  # it was dropped
    with opened(site, events[-1][0]) as again:
        for event in heard(again):
            events.append(event)
            if event[1] == MANY - 1:
                break

    assert [number for _, number in events] == list(range(MANY))
