"""What readers do to their accounts and to one another: block, unblock; and being told things."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from alley import bulk
from alley.accounts import roles, rules
from alley.accounts.events import ReaderBlocked, ReaderUnblocked, RoleGiven
from alley.accounts.models import STAFF, Block, Notification, Reader, Role, RoleChange, Unblock
from alley.accounts.turns import take_turn
from alley.announce import announce
from alley.live import bus
from alley.refusals import Refused


@dataclass(frozen=True, slots=True)
class Lifted:
    """From when on the same reader may be blocked again; None where there was no block."""

    again: datetime | None


@transaction.atomic
def block_reader(*, blocker: Reader, blocked: Reader) -> tuple[Block, bool]:
    """From now on the two meet nowhere. Blocking twice is one block: (block, created).

    Raises Refused `yourself`, `staff_is_met`, `blocked_recently` within 48 hours after an
    unblock, and `too_many_blocks` a day.
    """
    now = timezone.now()
    take_turn(blocker)
    if existing := Block.objects.filter(blocker=blocker, blocked=blocked).first():
        return existing, False
    lifted = Unblock.objects.filter(blocker=blocker, blocked=blocked).first()
    refusal = rules.cannot_block(
        oneself=blocker.pk == blocked.pk,
        staff=blocker.is_staff_role or blocked.is_staff_role,
        lifted_until=lifted.until if lifted else None,
        today=_blocks_since(blocker, now - rules.DAY),
        now=now,
    )
    if refusal:
        raise Refused(refusal)
    block = Block.objects.create(blocker=blocker, blocked=blocked)
    announce(ReaderBlocked(blocker.pk, blocked.pk))
    context_changed(blocker, blocked)
    return block, True


@transaction.atomic
def unblock_reader(*, blocker: Reader, blocked: Reader) -> Lifted:
    """They meet again. A second unblock changes nothing and does not start the 48 hours anew."""
    take_turn(blocker)
    gone, _ = Block.objects.filter(blocker=blocker, blocked=blocked).delete()
    if not gone:
        return Lifted(None)
    lifted, _ = Unblock.objects.update_or_create(
        blocker=blocker,
        blocked=blocked,
        defaults={"until": timezone.now() + rules.BEFORE_BLOCKING_AGAIN},
    )
    announce(ReaderUnblocked(blocker.pk, blocked.pk))
    context_changed(blocker, blocked)
    return Lifted(lifted.until)


@transaction.atomic
def give_role(reader: Reader, role: Role, *, by: Reader | None = None) -> Reader:
    """A new role: what it may do holds from the next request on. `by` is None at the console.

    Raises Refused `last_admin` when nobody would be left to give roles.
    """
    was = Reader.objects.select_for_update().get(pk=reader.pk).role
    admins = Reader.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=reader.pk)
    if was == Role.ADMIN and role != Role.ADMIN and not admins.exists():
        raise Refused(rules.LAST_ADMIN)
    reader.role = role
    reader.is_staff = role in STAFF
    reader.is_superuser = role == Role.ADMIN
    reader.save(update_fields=["role", "is_staff", "is_superuser"])
    reader.groups.set(roles.groups_of(role))
    if was != role:
        RoleChange.objects.create(reader=reader, was=was, role=role, by=by)
        announce(RoleGiven(reader.pk, role))
        context_changed(reader)
    return reader


@transaction.atomic
def notify(
    reader: Reader,
    *,
    kind: str,
    title: str,
    body: str = "",
    url: str = "",
    by: Reader | None = None,
) -> Notification:
    """Tell a reader something: kept under /notifications/, and shown at once on open pages.

    `by` is whose doing it tells of: while the two do not meet it is not shown.
    """
    note = Notification(reader=reader, kind=kind, title=title[:200], body=body, url=url, by=by)
    notify_many([note])
    return note


@transaction.atomic
def notify_many(notes: Sequence[Notification]) -> None:
    """The same for very many at once, of any readers."""
    bulk.create(notes)
    bus.publish_many((f"me:{note.reader_id}", _told(note)) for note in notes)


def _told(note: Notification) -> dict[str, Any]:
    """`author` keeps it from who does not meet them."""
    told = {
        "type": "notification",
        "id": note.pk,
        "title": note.title,
        "body": note.body,
        "url": note.url,
    }
    return told | ({"author": note.by_id} if note.by_id else {})


@transaction.atomic
def save_settings(reader: Reader, changed: Mapping[str, Any], *, device: str = "") -> None:
    """Only what is given is written: what another device changed meanwhile stays."""
    Reader.objects.filter(pk=reader.pk).update(**changed, changed_on=device)
    bus.publish(f"me:{reader.pk}", {"type": "settings.changed", "by": device})


@transaction.atomic
def read_notifications(reader: Reader) -> int:
    """Mark everything as read; how many there were."""
    count = Notification.objects.filter(reader=reader, read=None).update(read=timezone.now())
    if count:
        bus.publish(f"me:{reader.pk}", {"type": "notifications.read"})
    return count


def _blocks_since(reader: Reader, start: datetime) -> int:
    standing = Block.objects.filter(blocker=reader, created__gt=start).count()
    lifted = Q(blocker=reader, until__gt=start + rules.BEFORE_BLOCKING_AGAIN)
    return standing + Unblock.objects.filter(lifted).count()


def context_changed(*readers: Reader) -> None:
    """Open pages ask again what they may hear, and are closed where that is nothing any more."""
    # Both are told the same, so that neither learns who set the block.
    for reader in sorted(readers, key=lambda reader: reader.pk):
        bus.publish(f"me:{reader.pk}", {"type": "context.changed"})
