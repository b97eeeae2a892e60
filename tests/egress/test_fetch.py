import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from alley.egress import EgressRefused, Limits, fetch
from alley.egress.transport import Rule


class Peer(BaseHTTPRequestHandler):
    """A server of the outside world, with good and bad manners by path."""

    def do_GET(self) -> None:
        match self.path:
            case "/feed":
                if self.headers.get("If-None-Match") == '"v1"':
                    self.reply(304)
                else:
                    self.reply(200, b"<rss/>", ETag='"v1"', Content_Type="application/rss+xml; x=y")
            case "/bomb":
                self.reply(200, gzip.compress(b"0" * 50_000_000), Content_Encoding="gzip")
            case "/inside":
                self.reply(302, Location="http://inside.example/secret")
            case "/round":
                self.reply(302, Location="/round")
            case "/host":
                self.reply(200, self.headers["Host"].encode())
            case "/lies":
                self.reply(200, b"short", Content_Length="5000")

    def reply(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content_Length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *parts: object) -> None:
        pass


@pytest.fixture
def peer() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Peer)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://outside.example:{server.server_port}"
    server.shutdown()
    server.server_close()


def names(host: str, port: int) -> list[str]:
    return {"outside.example": ["127.0.0.1"], "inside.example": ["10.0.0.1"]}[host]


OUTSIDE = Rule(resolve=names, allowed=lambda address: address == "127.0.0.1", ports=None)


def test_what_is_fetched_says_where_and_what_it_is(peer: str) -> None:
    feed = fetch(f"{peer}/feed", rule=OUTSIDE)

    assert (feed.status, feed.body, feed.content_type) == (200, b"<rss/>", "application/rss+xml")


def test_what_we_hold_is_not_sent_again(peer: str) -> None:
    assert fetch(f"{peer}/feed", etag='"v1"', rule=OUTSIDE).status == 304


def test_the_name_stays_in_the_host_header(peer: str) -> None:
    assert fetch(f"{peer}/host", rule=OUTSIDE).body.startswith(b"outside.example")


def test_a_bomb_is_dropped_while_it_unfolds(peer: str) -> None:
    with pytest.raises(EgressRefused) as refused:
        fetch(f"{peer}/bomb", rule=OUTSIDE)

    assert refused.value.reason == "too_large"


def test_a_redirect_inside_is_not_followed(peer: str) -> None:
    with pytest.raises(EgressRefused) as refused:
        fetch(f"{peer}/inside", rule=OUTSIDE)

    assert refused.value.reason == "private_address"


def test_redirects_in_a_circle_end(peer: str) -> None:
    with pytest.raises(EgressRefused) as refused:
        fetch(f"{peer}/round", rule=OUTSIDE)

    assert refused.value.reason == "too_many_redirects"


def test_an_answer_shorter_than_it_said_is_no_answer(peer: str) -> None:
    with pytest.raises(EgressRefused) as refused:
        fetch(f"{peer}/lies", rule=OUTSIDE, limits=Limits(first_byte=2))

    assert refused.value.reason in {"no_answer", "too_slow"}
