from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend
from django.test import Client

from alley.accounts import actions
from alley.accounts.models import Block, Reader

PAGES = ["/accounts/settings/", "/blocks/", "/notifications/", "/blocks/bo/"]
ALLAUTH = [
    "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/",
    "/accounts/password/reset/done/", "/accounts/confirm-email/", "/accounts/inactive/",
]  # fmt: skip
MINE = [
    "/accounts/email/", "/accounts/password/change/", "/accounts/logout/",
    "/accounts/reauthenticate/", "/accounts/3rdparty/",
]  # fmt: skip


@pytest.fixture
def adas(client: Client, ada: Reader) -> Client:
    client.force_login(ada)
    return client


@pytest.mark.parametrize("page", PAGES)
def test_pages_ask_to_sign_in(client: Client, bo: Reader, page: str) -> None:
    assert client.get(page)["Location"] == f"/accounts/login/?next={page}"


@pytest.mark.parametrize("page", [*PAGES, *MINE])
def test_every_page_of_ones_own_stands_in_our_frame(adas: Client, bo: Reader, page: str) -> None:
    shown = adas.get(page)

    assert shown.status_code == 200
    _is_ours(shown.content.decode())


@pytest.mark.parametrize("page", ALLAUTH)
def test_every_page_of_sign_in_stands_in_our_frame(client: Client, db: None, page: str) -> None:
    _is_ours(client.get(page).content.decode())


def _is_ours(html: str) -> None:
    assert html.count("<h1") == 1
    assert 'id="main"' in html
    assert " style=" not in html
    assert "onclick" not in html
    assert "<script>" not in html


def test_settings_are_saved(adas: Client, ada: Reader) -> None:
    adas.post("/accounts/settings/", {"name": "Ada L.", "time_zone": "Europe/London"})

    ada.refresh_from_db()
    assert (ada.name, ada.time_zone) == ("Ada L.", "Europe/London")


@pytest.mark.parametrize("name", ["Reuters", "Аdmin", "a\u202eb"])
def test_a_shown_name_may_not_speak_for_the_site(adas: Client, ada: Reader, name: str) -> None:
    adas.post("/accounts/settings/", {"name": name, "time_zone": ""})

    ada.refresh_from_db()
    assert ada.name == "Ada"


def test_blocking_and_unblocking_without_javascript(adas: Client, ada: Reader, bo: Reader) -> None:
    assert "Block Bo?" in adas.get("/blocks/bo/").content.decode()

    assert adas.post("/blocks/bo/", {"next": "/news/x/"})["Location"] == "/news/x/"
    assert "Bo" in adas.get("/blocks/").content.decode()

    adas.post("/blocks/bo/lift/")
    assert "can be blocked again in" in adas.get("/blocks/").content.decode()
    assert not Block.objects.exists()

    adas.post("/blocks/bo/")
    assert "less than 48 hours ago" in adas.get("/blocks/").content.decode()


def test_nobody_is_sent_elsewhere_after_blocking(adas: Client, bo: Reader) -> None:
    assert adas.post("/blocks/bo/", {"next": "//evil.example"})["Location"] == "/blocks/"


def test_notifications_are_shown_escaped_and_read(adas: Client, ada: Reader) -> None:
    actions.notify(ada, kind="k", title="<b>Hi</b>", body="Line\nline", url="/somewhere/")

    page = adas.get("/notifications/").content.decode()
    assert "&lt;b&gt;Hi&lt;/b&gt;" in page
    assert "notification-new" in page
    adas.post("/notifications/")
    assert "notification-new" not in adas.get("/notifications/").content.decode()


def test_the_mailbox_is_only_in_the_demo(client: Client, db: None) -> None:
    assert client.get("/dev/mail/").status_code == 404


def test_the_mailbox_shows_mails_as_text(
    client: Client, settings: Any, tmp_path: Path, db: None
) -> None:
    settings.DEMO, settings.EMAIL_FILE_PATH = True, tmp_path
    outbox = EmailBackend(file_path=str(tmp_path))
    outbox.send_messages(
        [
            EmailMessage("Hello <i>", "See http://127.0.0.1/x <script>", to=["ada@example.org"]),
            EmailMessage("Second", "Two", to=["bo@example.org"]),
        ]
    )
    outbox.close()

    page = client.get("/dev/mail/").content.decode()
    assert "Hello &lt;i&gt;" in page
    assert "Second" in page
    name = page.partition('href="/dev/mail/')[2].partition("/")[0]
    mail = client.get(f"/dev/mail/{name}/").content.decode()
    assert 'href="http://127.0.0.1/x"' in mail
    assert "<script>" not in mail
    assert client.get("/dev/mail/nothing/").status_code == 404
