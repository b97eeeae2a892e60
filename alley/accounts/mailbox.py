"""The demo's mailbox: what the file mailer wrote, newest first. Nothing anywhere else."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Mail:
    name: str
    to: str
    subject: str
    sent: datetime
    text: str


def mails() -> list[Mail] | None:
    """Every mail of the demo, or None where this is not a demo."""
    if not settings.DEMO:
        return None
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)
    return [mail for file in files[:200] for mail in _read(file)]


def _read(file: Path) -> list[Mail]:
    """One file holds every mail of one connection, with a line of dashes after each."""
    sent = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    parts = [part.strip() for part in file.read_bytes().split(b"\n" + b"-" * 79 + b"\n")]
    return [_mail(f"{file.stem}-{number}", sent, part) for number, part in enumerate(parts) if part]


def _mail(name: str, sent: datetime, raw: bytes) -> Mail:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain", "html"))
    text = str(body.get_content()) if body else ""
    return Mail(name, str(message["To"]), str(message["Subject"]), sent, text)
