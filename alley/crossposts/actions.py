"""Linking accounts, and sending comments on to them."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import BigIntegerField, QuerySet
from django.utils import timezone

from alley.accounts.models import Reader
from alley.crossposts import rules
from alley.crossposts.models import Crosspost, LinkedAccount, Server, Service
from alley.crossposts.sealed import seal, unseal
from alley.crossposts.services import bluesky, mastodon
from alley.crossposts.services.base import Trouble
from alley.discussion.models import Comment
from alley.prepared import Blank, prepared
from alley.refusals import Refused

State = Crosspost.State


def back_address() -> str:
    return f"{settings.SITE_URL}/linked-accounts/mastodon/back/"


def begin_mastodon(*, entered: str, state: str) -> tuple[str, str]:
    """(host, where the reader says yes). Raises Refused `no_server`.

    The network comes first, then one row: nothing is asked outside inside a transaction.
    """
    host = rules.host_of(entered)
    if host is None:
        raise Refused(rules.NO_SERVER)
    server = Server.objects.filter(host=host).first()
    if server is None or unseal(server.client_secret) is None:
        server = _registered(host)
    return host, mastodon.way_there(host, server.client_id, back=back_address(), state=state)


def finish_mastodon(*, reader: Reader, host: str, code: str) -> LinkedAccount:
    """Raises Refused `not_let_in`."""
    server = Server.objects.filter(host=host).first()
    secret = unseal(server.client_secret) if server else None
    if server is None or secret is None:
        raise Refused(rules.STALE_LINK)
    application = mastodon.Application(server.client_id, secret)
    try:
        who = mastodon.come_back(host, application, code=code, back=back_address())
    except Trouble:
        raise Refused(rules.NOT_LET_IN) from None
    return _link(reader, Service.MASTODON, host, who.handle, who.remote_id, who.secret)


def link_bluesky(
    *, reader: Reader, handle: str, password: str, entered_host: str = ""
) -> LinkedAccount:
    """By an app password, which the reader can end there at any time. Raises Refused `no_server`,
    `not_let_in`."""
    host = rules.host_of(entered_host) if entered_host.strip() else bluesky.HOST
    if host is None:
        raise Refused(rules.NO_SERVER)
    try:
        session = bluesky.sign_in(host, handle.strip(), password.strip())
    except Trouble as trouble:
        raise Refused(rules.NOT_LET_IN if trouble.final else rules.NO_SERVER) from None
    return _link(reader, Service.BLUESKY, host, f"@{session.handle}", session.did, password.strip())


@transaction.atomic
def unlink(*, reader: Reader, service: str) -> None:
    """Forget the account and its secret; what was posted there stays there."""
    LinkedAccount.objects.filter(reader=reader, service=service).delete()


@transaction.atomic
def leave(reader: Reader) -> None:
    """The reader's account is erased: nothing more goes out, and what is being taken back has a
    last use of the secret (pump.py forgets it then)."""
    accounts = LinkedAccount.objects.filter(reader=reader)
    accounts.update(handle="")
    Crosspost.objects.filter(account__reader=reader).exclude(state=State.WITHDRAWING).delete()
    accounts.filter(crossposts=None).delete()


def wish(comment: Comment, services: Sequence[str]) -> None:
    """Keep where the comment shall go, in its own transaction; due once it is published."""
    now = timezone.now()
    accounts = LinkedAccount.objects.filter(
        reader=comment.author_id, service__in=list(services), broken=False
    )
    for account in accounts:
        Crosspost.objects.get_or_create(
            comment=comment,
            account=account,
            defaults={
                "created": now,
                "state": State.QUEUED if comment.is_published else State.WAITING,
                "due": now if comment.is_published else None,
            },
        )


def send_on(*, comment_id: int, now: datetime) -> None:
    """The comment is published: what waited is due."""
    if _wished.first(comment=comment_id) is not None:
        Crosspost.objects.filter(comment=comment_id, state=State.WAITING).update(
            state=State.QUEUED, due=now
        )


@prepared(comment=BigIntegerField())
def _wished(comment: Blank) -> QuerySet[Crosspost, int]:
    return Crosspost.objects.filter(comment=comment).values_list("pk", flat=True)[:1]


def take_back(*, comment_id: int, now: datetime) -> None:
    """The comment is gone: what was posted is taken back, what was not does not go out."""
    sent = Crosspost.objects.filter(comment=comment_id)
    sent.filter(state=State.QUEUED, attempts=0, due__lte=now).update(state=State.WAITING, due=None)
    sent.filter(state__in=[State.QUEUED, State.SENT]).update(
        state=State.WITHDRAWING, due=now, attempts=0
    )


def _registered(host: str) -> Server:
    try:
        made = mastodon.register(
            host, name=settings.SITE_NAME, website=settings.SITE_URL, back=back_address()
        )
    except Trouble:
        raise Refused(rules.NO_SERVER) from None
    server, _ = Server.objects.update_or_create(
        host=host,
        defaults={"client_id": made.client_id, "client_secret": seal(made.client_secret)},
    )
    return server


def _link(
    reader: Reader, service: Service, host: str, handle: str, remote_id: str, secret: str
) -> LinkedAccount:
    account, _ = LinkedAccount.objects.update_or_create(
        reader=reader,
        service=service,
        defaults={
            "host": host,
            "handle": handle[:260],
            "remote_id": remote_id[:260],
            "secret": seal(secret),
            "broken": False,
        },
    )
    return account
