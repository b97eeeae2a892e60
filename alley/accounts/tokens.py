"""API tokens: shown once when made, kept only as a hash."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db.models import CharField, DateTimeField, Q, QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from alley.accounts.models import ApiToken, Reader, Scope
from alley.prepared import Blank, prepared

PREFIX = "alley_"  # lets secret scanners recognise one
USED_EVERY = timedelta(minutes=10)  # a write per request would make reading by token slow


def create(reader: Reader, scopes: Iterable[Scope], name: str = "") -> str:
    """A new token's text, which nobody can read again."""
    text = PREFIX + secrets.token_urlsafe(32)
    ApiToken.objects.create(
        reader=reader,
        name=name,
        scopes=" ".join(sorted({Scope.READ, *scopes})),
        digest=_digest(text),
        password_mark=reader.get_session_auth_hash(),
    )
    return text


def reader_with(text: str) -> Reader | None:
    """The token's owner with the token's scopes, or None for a token that is not (any more) good.

    A token ends with its date, with its owner's account, and with its owner's password.
    """
    now = timezone.now()
    token = _good_token.first(digest=_digest(text), now=now)
    if token is None or not token.reader.is_active:
        return None
    if not constant_time_compare(token.password_mark, token.reader.get_session_auth_hash()):
        return None
    if token.used is None or now - token.used > USED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(used=now)
    token.reader.scopes = frozenset(token.scopes.split())
    return token.reader


@prepared(digest=CharField(), now=DateTimeField())
def _good_token(digest: Blank, now: Blank) -> QuerySet[ApiToken]:
    good = ApiToken.objects.filter(Q(expires=None) | Q(expires__gt=now), digest=digest)
    return good.select_related("reader")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
