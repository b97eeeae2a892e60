"""Who signs up or in leaves a hashed trace; a new account is compared with the banned."""

from typing import Any

from allauth.account.signals import user_logged_in, user_signed_up
from django.dispatch import receiver
from django.http import HttpRequest

from alley.accounts import devices
from alley.accounts.models import Reader
from alley.moderation import actions
from alley.moderation.actions.returning import Seen


@receiver(user_signed_up)
def compare(request: HttpRequest, user: Reader, **_: Any) -> None:
    actions.look_at_new_reader(reader=user, seen=_seen(request))


@receiver(user_logged_in)
def trace(request: HttpRequest, user: Reader, **_: Any) -> None:
    actions.leave_trace(reader=user, seen=_seen(request))


def _seen(request: HttpRequest) -> Seen:
    return Seen(devices.device_of(request), request.META.get("REMOTE_ADDR", ""))
