"""A mail of an alert can be known again and ended with one click; a flood is one mail."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from alley.accounts.models import Notification, Reader
from alley.alerts.deliveries import letters, mail
from alley.alerts.deliveries.pump import Pump
from alley.alerts.models import Delivery, Firing, Preference
from tests.alerts.delivered import due_now, state
from tests.alerts.peers import Mailbox


def test_a_mail_can_be_known_and_ended_with_one_click(
    ada: Reader, fire: Callable[..., Firing], box: Mailbox, client: Client
) -> None:
    ada.time_zone = "Europe/Berlin"
    ada.save()
    firing = fire("email", note="Sell half")
    Pump().drain()

    sent = box.mails[0]
    assert sent["Subject"] == "Brent crude oil up to 83 USD/bbl, through 82"
    assert sent["Message-ID"] == f"<{firing.key}@example.org>"
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text = sent.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "Sell half" in text
    assert "desk" in text
    assert "6 Jan 2022, 16:01:00 CET" in text  # on the reader's own clock
    assert "Open Brent crude oil: http" in text
    assert state(firing, "email") == ("sent", 1)

    path = "/" + sent["List-Unsubscribe"].strip("<>").split("/", 3)[3]
    assert client.get(path).status_code == 200
    assert Preference.objects.filter(no_email__isnull=False).count() == 0  # a look is no click
    answer = client.post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert Preference.objects.get(reader=ada).no_email is not None
    fire("email")
    assert Pump().drain() == 0


def test_a_server_that_hangs_up_gets_the_same_mail_again(
    fire: Callable[..., Firing], box: Mailbox
) -> None:
    box.hang_up = 1
    firing = fire("email")
    Pump().drain()
    assert "may arrive twice" in firing.deliveries.get().last_error
    due_now()
    Pump().drain()

    assert [sent["Message-ID"] for sent in box.mails] == [f"<{firing.key}@example.org>"] * 2
    assert state(firing, "email") == ("sent", 2)


def test_an_address_that_is_refused_for_good_is_said(
    fire: Callable[..., Firing], box: Mailbox
) -> None:
    box.refuse = True
    firing = fire("email")
    Pump().drain()

    assert state(firing, "email") == ("dead", 1)
    assert Notification.objects.filter(title__startswith="A mail about an alert").exists()


def test_a_mail_that_is_given_up_is_said(fire: Callable[..., Firing], box: Mailbox) -> None:
    box.hang_up = 9
    firing = fire("email")
    for _ in range(7):
        Pump().drain()
        due_now()

    assert state(firing, "email") == ("dead", 7)
    assert Notification.objects.filter(title__startswith="A mail about an alert").exists()


def test_many_firings_are_one_mail_and_a_flood_waits(
    fire: Callable[..., Firing], box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        fire("email")
    Pump().drain()
    assert [sent["Subject"] for sent in box.mails] == ["4 of your alerts fired"]

    monkeypatch.setattr(letters, "MAILS_AN_HOUR", 1)
    firing = fire("email")
    Pump().drain()
    assert len(box.mails) == 1
    assert state(firing, "email") == ("queued", 0)


def test_a_mail_goes_to_the_address_that_is_confirmed_when_it_is_sent(
    ada: Reader, fire: Callable[..., Firing], box: Mailbox
) -> None:
    fire("email")
    EmailAddress.objects.update(verified=False)
    Pump().drain()

    assert not box.mails
    assert Delivery.objects.get(channel="email").state == "dropped"


def test_the_link_of_a_mail_says_whose_it_is(ada: Reader) -> None:
    assert mail.reader_of(mail.token(ada.pk)) == ada.pk
    assert mail.reader_of("nonsense") is None
