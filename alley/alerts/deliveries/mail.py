"""Mails about firings: one each, or one for many at once; one click in any of them ends them."""

import smtplib
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import mail, signing
from django.template.loader import render_to_string

from alley.alerts.deliveries.outcome import SENT, Outcome, failed
from alley.alerts.wording import counted

SALT = "alley.alerts.unsubscribe"


@dataclass(frozen=True, slots=True)
class Line:
    """One firing as a mail shows it."""

    alert: int
    title: str
    rule: str
    note: str
    at: str
    label: str  # whose price, of what kind, from when; empty where none is told
    url: str
    lead: str  # what stands on the way to `about_url`
    about_url: str
    late: bool = False  # the site was away when it happened


@dataclass(frozen=True, slots=True)
class Letter:
    reader: int
    name: str
    address: str
    key: str  # of the first firing: the same mail has the same Message-ID
    lines: tuple[Line, ...]


def attempt(letter: Letter) -> Outcome:
    try:
        with mail.get_connection() as connection:
            message(letter, connection).send()
    except smtplib.SMTPRecipientsRefused as error:
        return failed(
            f"the mail server refuses this address: {_first(error)}", gone=_for_ever(error)
        )
    except smtplib.SMTPServerDisconnected:
        return failed("the mail server hung up; the mail may arrive twice")
    except (smtplib.SMTPException, OSError) as error:
        return failed(f"the mail server did not take it: {error}")
    return SENT


def message(letter: Letter, connection: Any = None) -> mail.EmailMultiAlternatives:
    subject = subject_of(letter.lines)
    stop = f"{settings.SITE_URL}/alerts/unsubscribe/{token(letter.reader)}/"
    context = {
        "letter": letter,
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "stop": stop,
    }
    found = mail.EmailMultiAlternatives(
        subject=" ".join(subject.split())[:150],
        body=render_to_string("alerts/mail.txt", context),
        to=[letter.address],
        connection=connection,
        headers={
            "Message-ID": message_id(letter),
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    found.attach_alternative(render_to_string("alerts/mail.html", context), "text/html")
    return found


def subject_of(lines: tuple[Line, ...]) -> str:
    if len(lines) == 1:
        return lines[0].title
    return counted([line.alert for line in lines], missed=all(line.late for line in lines))


def message_id(letter: Letter) -> str:
    """Made from the firing, so that a mail sent twice can be known as one."""
    many = f".{len(letter.lines)}" if len(letter.lines) > 1 else ""
    return f"<{letter.key}{many}@{_domain()}>"


def token(reader: int) -> str:
    return signing.dumps(reader, salt=SALT)


def reader_of(text: str) -> int | None:
    """Whose mails the link is about; it never runs out, the mail may be read late."""
    try:
        found = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    return found if isinstance(found, int) else None


def _domain() -> str:
    address: str = settings.DEFAULT_FROM_EMAIL
    return address.rpartition("@")[2].rstrip("> ")


def _first(error: smtplib.SMTPRecipientsRefused) -> str:
    code, words = next(iter(error.recipients.values()))
    return f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"


def _for_ever(error: smtplib.SMTPRecipientsRefused) -> bool:
    return all(500 <= code < 600 for code, _ in error.recipients.values())
