"""Pictures of wire stories come after the story, or not at all; the story never waits for them."""

import io
import threading
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image

from alley.egress import fetch
from alley.egress.transport import Rule
from alley.news import actions, queries
from alley.news.actions import pictures
from alley.news.models import Article, GalleryImage, Source
from alley.news.wire.story import Picture
from tests.news.stories import told

pytestmark = pytest.mark.django_db


def png(width: int = 40, height: int = 20) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(file, "PNG")
    return file.getvalue()


def bomb() -> bytes:
    """A picture that says it has 400 megapixels."""
    real = bytearray(png())
    real[16:24] = (20_000).to_bytes(4, "big") * 2
    return bytes(real)


class Agency(BaseHTTPRequestHandler):
    files = {"/field.png": png(), "/bomb.png": bomb(), "/page.png": b"<html>Sign in</html>"}

    def do_GET(self) -> None:
        body = self.files.get(self.path)
        self.send_response(200 if body else 404)
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *parts: object) -> None:
        pass


@pytest.fixture
def agency_host(monkeypatch: pytest.MonkeyPatch, settings: object, tmp_path: Path) -> Iterator[str]:
    """The agency's server, which this test alone may reach though it is on this machine."""
    settings.MEDIA_ROOT = str(tmp_path)  # type: ignore[attr-defined]
    server = ThreadingHTTPServer(("127.0.0.1", 0), Agency)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    outside = Rule(
        resolve=lambda host, port: ["127.0.0.1"], allowed=lambda address: True, ports=None
    )
    monkeypatch.setattr(pictures, "fetch", partial(fetch, rule=outside))
    yield f"http://agency.example:{server.server_port}"
    server.shutdown()
    server.server_close()


def deliver(agency: Source, address: str, caption: str = "The field.") -> Article:
    picture = Picture(caption=caption, credit="B. Photo", url=address)
    actions.ingest_item(told(gallery=(picture,)), source=agency)
    return Article.objects.get()


def test_a_picture_follows_its_story(agency: Source, agency_host: str) -> None:
    agency.pictures = True
    story = deliver(agency, f"{agency_host}/field.png")
    assert story.live

    assert pictures.fetch_due(timezone.now()) == 1

    shown = queries.article_page(story.pk).gallery[0]  # type: ignore[union-attr]
    assert (shown.image.width, shown.caption, shown.credit) == (40, "The field.", "B. Photo")
    assert pictures.fetch_due(timezone.now()) == 0


def test_without_leave_nothing_is_fetched(agency: Source, agency_host: str) -> None:
    deliver(agency, f"{agency_host}/field.png")
    assert pictures.fetch_due(timezone.now()) == 0
    assert GalleryImage.objects.get().wire_url == ""


@pytest.mark.parametrize("path", ["/bomb.png", "/page.png", "/missing.png"])
def test_what_is_no_picture_is_tried_four_times_and_left(
    agency: Source, agency_host: str, path: str
) -> None:
    agency.pictures = True
    story = deliver(agency, agency_host + path)
    now = timezone.now()
    for day in range(6):
        assert pictures.fetch_due(now + timedelta(days=day)) == 0
    left = GalleryImage.objects.get()
    assert (left.failures, left.due, left.image) == (pictures.TRIES, None, None)
    assert queries.article_page(story.pk).gallery[0].caption == "The field."  # type: ignore[union-attr]


def test_a_private_address_is_never_asked(agency: Source) -> None:
    agency.pictures = True
    deliver(agency, "http://127.0.0.1:9/secret.png")
    assert pictures.fetch_due(timezone.now()) == 0
    assert GalleryImage.objects.get().failures == 1
