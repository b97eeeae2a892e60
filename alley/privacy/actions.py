"""A copy of everything, and erasing: asked for here, done in the background (fulfilling.py)."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from alley.accounts import rules
from alley.accounts.models import ApiToken, Reader, Role
from alley.privacy import tasks
from alley.privacy.models import DataRequest
from alley.refusals import Refusal, Refused

KEPT = timedelta(days=7)  # an archive can be fetched
AGAIN = timedelta(hours=1)  # before the next one may be asked for
UNDER_WAY = "One is being made, or was within the hour."


@transaction.atomic
def ask_for_archive(reader: Reader) -> DataRequest:
    """Raises Refused `too_soon`."""
    Reader.objects.select_for_update().get(pk=reader.pk)
    now = timezone.now()
    recent = DataRequest.objects.filter(
        reader=reader, kind=DataRequest.Kind.EXPORT, asked__gt=now - AGAIN
    ).first()
    if recent is not None:
        wait = recent.asked + AGAIN - now
        raise Refused(Refusal("too_soon", UNDER_WAY, status=429, retry_after=wait))
    made = DataRequest.objects.create(reader=reader, kind=DataRequest.Kind.EXPORT)
    transaction.on_commit(partial(tasks.fulfil.enqueue, request_id=made.pk))
    return made


@transaction.atomic
def ask_to_be_erased(reader: Reader, *, remove_comments: bool) -> DataRequest:
    """Nobody can sign in from now on; the rest goes in the background. Raises `last_admin`."""
    admins = Reader.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=reader.pk)
    if reader.role == Role.ADMIN and not admins.exists():
        raise Refused(rules.LAST_ADMIN)
    Reader.objects.filter(pk=reader.pk).update(is_active=False)
    ApiToken.objects.filter(reader=reader).delete()
    made = DataRequest.objects.create(
        reader=reader, kind=DataRequest.Kind.ERASE, remove_comments=remove_comments
    )
    transaction.on_commit(partial(tasks.fulfil.enqueue, request_id=made.pk))
    return made


def forget_archives(now: datetime) -> int:
    old = DataRequest.objects.filter(archive__isnull=False, finished__lt=now - KEPT)
    return old.update(archive=None)
