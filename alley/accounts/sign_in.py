"""How allauth behaves here: names, addresses, where one goes after signing in, mails."""

import re
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme

from alley.accounts import devices, gate
from alley.accounts.actions import context_changed
from alley.accounts.events import SignedOut, SignedOutElsewhere
from alley.accounts.lookalikes import is_reserved, skeleton
from alley.accounts.models import Reader
from alley.announce import announce

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{1,29}")
NAME_RULE = "Use 2 to 30 letters a–z, digits, and . _ - inside. Your shown name can be anything."
TAKEN = "This name is taken, or looks too much like another."


def validate_name(name: str) -> None:
    if not NAME.fullmatch(name):
        raise ValidationError(NAME_RULE)


username_validators = [validate_name]


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's hooks; everything else is allauth's."""

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """Not reserved, and not to be taken for somebody who is here already."""
        cleaned: str = super().clean_username(username, shallow)
        if is_reserved(cleaned):
            raise ValidationError(TAKEN)
        if not shallow and Reader.objects.filter(skeleton=skeleton(cleaned)).exists():
            raise ValidationError(TAKEN)
        return cleaned

    def clean_email(self, email: str) -> str:
        cleaned: str = super().clean_email(email)
        if refusal := gate.refusal_for(cleaned):
            raise ValidationError(refusal.detail)
        return cleaned

    def save_user(self, request: HttpRequest, user: Reader, form: Any, commit: bool = True) -> Any:
        super().save_user(request, user, form, commit=False)
        user.skeleton = skeleton(user.username)
        if commit:
            user.save()
        return user

    def post_login(self, request: HttpRequest, user: Reader, **how: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().post_login(request, user, **how)
        return devices.remember(request, response)

    def logout(self, request: HttpRequest) -> None:
        leaving = request.user
        super().logout(request)
        if isinstance(leaving, Reader):
            with transaction.atomic():
                context_changed(leaving)
                announce(SignedOut(leaving.pk, devices.known_as(request)))

    def set_password(self, user: Reader, password: str) -> None:
        """Sessions and tokens of before are good for nothing from here on: nor are their pages."""
        super().set_password(user, password)
        context_changed(user)
        here = devices.known_as(context.request) if context.request else ""
        announce(SignedOutElsewhere(user.pk, here))

    def respond_email_verification_sent(
        self, request: HttpRequest, user: Reader | None
    ) -> HttpResponseBase:
        response: HttpResponseBase = super().respond_email_verification_sent(request, user)
        return devices.remember(request, response)

    def is_safe_url(self, url: str) -> bool:
        """After signing in one goes on inside this site, never to an address from outside."""
        return bool(url) and url.startswith("/") and url_has_allowed_host_and_scheme(url, None)

    def format_email_subject(self, subject: str) -> str:
        return f"{settings.SITE_NAME}: {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        host = settings.SITE_URL.partition("//")[2]
        site = {"name": settings.SITE_NAME, "domain": host}
        super().send_mail(template_prefix, email, {**context, "current_site": site})
