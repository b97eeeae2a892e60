"""Sends what is due: claimed by a lease, then the network, then the result. Safe to run twice:
both networks are told a key by which a repeated post is the same post."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from alley.accounts.actions import notify
from alley.crossposts import rules
from alley.crossposts.models import Crosspost, LinkedAccount, Service
from alley.crossposts.sealed import unseal
from alley.crossposts.services import bluesky, mastodon
from alley.crossposts.services.base import Posted, Trouble

State = Crosspost.State
LEASE = timedelta(minutes=2)  # longer than any request may take
AT_ONCE = 10


def send_due(now: datetime) -> int:
    """How many went through."""
    due = Crosspost.objects.filter(due__lte=now).order_by("due").values_list("pk", flat=True)
    return sum(_send(pk, now) for pk in due[:AT_ONCE])


def _send(pk: int, now: datetime) -> bool:
    claimed = Crosspost.objects.filter(pk=pk, due__lte=now).update(due=now + LEASE)
    if not claimed:
        return False  # another process has it
    post = Crosspost.objects.select_related("account__reader", "comment").get(pk=pk)
    try:
        done = _withdrawn(post) if post.state == State.WITHDRAWING else _posted(post)
    except Trouble as trouble:
        _note(post, trouble, now)
        return False
    held = Crosspost.objects.filter(pk=pk, state=post.state, due=now + LEASE)
    if not held.update(**done, due=None, trouble=""):
        _overtaken(post, done, now)
    _forget_what_was_left(post.account)
    return True


def _overtaken(post: Crosspost, done: dict[str, str], now: datetime) -> None:
    """The comment was removed while it was being posted: take back what is there now."""
    Crosspost.objects.filter(pk=post.pk, state=State.WITHDRAWING).update(
        remote_id=done.get("remote_id", post.remote_id), due=now
    )


def _posted(post: Crosspost) -> dict[str, str]:
    account = post.account
    link = f"{settings.SITE_URL}/comments/{post.comment_id}/"
    made: Posted
    if account.service == Service.MASTODON:
        key = f"alley-{post.pk}-{int(post.created.timestamp())}"
        made = mastodon.post(account.host, _secret(account), post.comment.body, link, key)
    else:
        session = bluesky.sign_in(account.host, account.remote_id, _secret(account))
        key = bluesky.record_key(post.created, post.pk)
        made = bluesky.post(
            account.host, session, post.comment.body, link, key, post.comment.posted
        )
    return {"state": State.SENT, "remote_id": made.remote_id[:260], "url": made.url[:500]}


def _withdrawn(post: Crosspost) -> dict[str, str]:
    account = post.account
    if account.service == Service.BLUESKY:
        session = bluesky.sign_in(account.host, account.remote_id, _secret(account))
        bluesky.withdraw(account.host, session, bluesky.record_key(post.created, post.pk))
    elif post.remote_id:
        mastodon.withdraw(account.host, _secret(account), post.remote_id)
    return {"state": State.WITHDRAWN, "url": ""}


def _secret(account: LinkedAccount) -> str:
    secret = unseal(account.secret)
    if secret is None:
        raise Trouble("the account must be linked again", shut=True)
    return secret


@transaction.atomic
def _note(post: Crosspost, trouble: Trouble, now: datetime) -> None:
    """Again later, or given up and told to the reader. The comment is never touched."""
    attempts = post.attempts + 1
    pause = None if trouble.final else rules.next_pause(attempts)
    Crosspost.objects.filter(pk=post.pk).update(
        attempts=attempts,
        trouble=trouble.words[:300],
        due=None if pause is None else now + pause,
        **({"state": State.FAILED} if pause is None else {}),
    )
    if trouble.shut:
        LinkedAccount.objects.filter(pk=post.account_id).update(broken=True)
    if pause is None and post.account.is_left:
        _forget_what_was_left(post.account)
    elif pause is None:
        notify(
            post.account.reader,
            kind="crosspost",
            title=f"Your comment was not posted to {Service(post.account.service).label}",
            body=f"It stands here as before. What happened: {trouble.words}.",
            url="/linked-accounts/",
        )


def _forget_what_was_left(account: LinkedAccount) -> None:
    """Its reader is erased: once nothing is to be taken back any more, the secret goes too."""
    if account.is_left:
        done = LinkedAccount.objects.filter(pk=account.pk, handle="")
        done.exclude(crossposts__due__isnull=False).delete()
