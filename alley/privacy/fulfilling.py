"""What was asked for is done in small steps, each for itself: broken off, it is taken up again."""

import secrets
import tempfile
from collections.abc import Callable
from functools import partial

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from alley.accounts.models import Reader, Role
from alley.accounts.rules import LEFT, LEFT_NAME
from alley.alerts.actions import delete_alert
from alley.alerts.models import Alert
from alley.crossposts.actions import leave
from alley.discussion.actions import delete_comment
from alley.discussion.models import Comment, CommentRevision, Thread
from alley.live import bus
from alley.privacy.archive import write_archive
from alley.privacy.held import HELD
from alley.privacy.models import DataRequest


def fulfil(request_id: int) -> None:
    """Does what was asked; once more does only what is left."""
    asked = DataRequest.objects.select_related("reader").get(pk=request_id)
    if asked.finished:
        return
    if asked.kind == DataRequest.Kind.EXPORT:
        _make_archive(asked)
    else:
        _erase(asked)
    asked.finished = timezone.now()
    asked.done = asked.whole
    asked.save()


def _make_archive(asked: DataRequest) -> None:
    def told(done: int, whole: int) -> None:
        DataRequest.objects.filter(pk=asked.pk).update(done=done, whole=whole)

    with tempfile.SpooledTemporaryFile(max_size=2**24) as file:
        asked.whole = write_archive(asked.reader, file, told)
        file.seek(0)
        asked.archive = file.read()


def _erase(asked: DataRequest) -> None:
    """Every step stands by itself, so that it may be broken off and taken up again."""
    reader = asked.reader
    steps: list[Callable[[], object]] = []
    if asked.remove_comments:
        own = Comment.objects.filter(author=reader).order_by("pk")
        steps += [partial(_remove_comment, reader, pk) for pk in own.values_list("pk", flat=True)]
    alerts = Alert.objects.filter(owner=reader).order_by("pk")
    steps += [partial(delete_alert, alert) for alert in alerts]
    steps.append(partial(leave, reader))
    steps += [partial(_delete, held.where, reader) for held in HELD if not held.stays]
    if asked.remove_comments:
        steps.append(partial(_delete, "markets.ChartSnapshot.reader", reader))
    copies = DataRequest.objects.filter(reader=reader)
    steps += [partial(copies.update, archive=None), partial(_forget_the_name, reader)]
    DataRequest.objects.filter(pk=asked.pk).update(whole=len(steps), done=0)
    for step in steps:
        step()
        DataRequest.objects.filter(pk=asked.pk).update(done=F("done") + 1)
    asked.whole = len(steps)


@transaction.atomic
def _remove_comment(reader: Reader, pk: int) -> None:
    """Its text is gone everywhere, earlier wordings too."""
    comment = Comment.objects.get(pk=pk)
    delete_comment(author=reader, comment=comment)
    CommentRevision.objects.filter(comment=comment).update(body="", verdict={}, chart=None)
    Comment.objects.filter(pk=pk).update(body="", sameness="", chart=None)


def _delete(where: str, reader: Reader) -> None:
    name, field = where.rsplit(".", 1)
    apps.get_model(name)._default_manager.filter(**{field: reader}).delete()


@transaction.atomic
def _forget_the_name(reader: Reader) -> None:
    """What stays has an author without a name; pages that showed it are made anew."""
    was = reader.username
    EmailAddress.objects.filter(user=reader).delete()
    reader.username = f"{LEFT}{secrets.token_hex(6)}"
    reader.name, reader.email, reader.skeleton = LEFT_NAME, "", ""
    reader.first_name = reader.last_name = reader.time_zone = ""
    reader.role, reader.show_calls, reader.last_login = Role.READER, False, None
    reader.is_staff = reader.is_superuser = reader.is_active = False
    reader.set_unusable_password()
    reader.save()
    reader.groups.clear()
    threads = Thread.objects.filter(comments__author=reader).distinct()
    for thread in threads:
        Thread.objects.filter(pk=thread.pk).update(version=F("version") + 1)
        bus.purge(thread.topic)
    bus.purge(f"reader:{was}")
