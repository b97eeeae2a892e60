"""Accounts leave hashed traces; a new one that resembles a banned one goes before the moderators.

It is never told so. Until a moderator has looked, its comments wait as those of new readers do.
"""

from dataclasses import dataclass
from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from alley.accounts.models import Reader
from alley.moderation import policy as policies
from alley.moderation import recognition
from alley.moderation.actions import cases, log
from alley.moderation.models import BanMark, Case, Sanction, Trace

Kind = BanMark.Kind
# What one mark alone is worth. A network alone is a neighbour's: it only adds to something else.
WORTH: dict[str, float] = {Kind.EMAIL: 1.0, Kind.GOOGLE: 1.0, Kind.DEVICE: 0.8, Kind.LOOKS: 0.6}
ENOUGH = 0.6


@dataclass(frozen=True, slots=True)
class Seen:
    """Where an account is used from; empty where it is not known."""

    device: str = ""
    address: str = ""


@transaction.atomic
def leave_trace(*, reader: Reader, seen: Seen, now: datetime | None = None) -> None:
    """Remember device and network as keyed hashes, each until it expires."""
    now = now or timezone.now()
    expires = now + policies.current().sanctions.ban_remembered
    for kind, digest in _of_place(seen).items():
        Trace.objects.update_or_create(
            reader=reader, kind=kind, digest=digest, defaults={"expires": expires}
        )


@transaction.atomic
def look_at_new_reader(*, reader: Reader, seen: Seen, now: datetime | None = None) -> Case | None:
    """Open a case where enough of it is the same as of a banned reader's account."""
    now = now or timezone.now()
    leave_trace(reader=reader, seen=seen, now=now)
    carried = {**_of_account(reader), **_of_place(seen)}
    marks = [
        mark
        for mark in BanMark.objects.filter(digest__in=carried.values(), expires__gt=now)
        if carried.get(mark.kind) == mark.digest and mark.sanction_id
    ]
    marks = [mark for mark in marks if mark.sanction.reader_id != reader.pk]
    risk = max((WORTH.get(mark.kind, 0.0) for mark in marks), default=0.0)
    if risk < ENOUGH:
        return None
    case = cases.open_case(
        kind=Case.Kind.RETURNING,
        subject_kind="reader",
        subject_key=str(reader.pk),
        author=reader,
        title=f"New account: {reader.shown_name}",
        url=f"/readers/{reader.username}/",
        risk=risk,
    )
    case.verdict = {"marks": [mark.pk for mark in marks]}
    case.save(update_fields=["verdict"])
    kinds = sorted({str(mark.kind) for mark in marks})
    log.append(now, None, "recognised", "reader", reader.pk, case=case.pk, kinds=kinds)
    return case


def remember(sanction: Sanction, now: datetime) -> None:
    """What a ban is recognised by: the account's own marks, and where it was used from."""
    expires = now + policies.current().sanctions.ban_remembered
    marks = list(_of_account(sanction.reader).items())
    traces = Trace.objects.filter(reader=sanction.reader, expires__gt=now)
    marks += list(traces.values_list("kind", "digest"))
    BanMark.objects.bulk_create(
        BanMark(sanction=sanction, kind=kind, digest=digest, expires=expires)
        for kind, digest in marks
    )


def forget(now: datetime) -> int:
    """Drop every hash whose time is over; how many there were."""
    gone = BanMark.objects.filter(expires__lte=now).delete()[0]
    return gone + Trace.objects.filter(expires__lte=now).delete()[0]


def _of_account(reader: Reader) -> dict[str, str]:
    found = {}
    if reader.email:
        found[Kind.EMAIL.value] = recognition.canonical(reader.email)
        found[Kind.LOOKS.value] = recognition.looks_of(reader.email)
    google = SocialAccount.objects.filter(user=reader, provider="google").first()
    if google is not None:
        found[Kind.GOOGLE.value] = google.uid
    return _hashed(found)


def _of_place(seen: Seen) -> dict[str, str]:
    found = {}
    if seen.device:
        found[Kind.DEVICE.value] = seen.device
    if network := recognition.network_of(seen.address):
        found[Kind.NETWORK.value] = network
    return _hashed(found)


def _hashed(values: dict[str, str]) -> dict[str, str]:
    secret = settings.SECRET_KEY
    return {kind: recognition.digest_of(kind, value, secret) for kind, value in values.items()}
