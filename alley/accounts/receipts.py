"""Retries without doubles: the answer of a write is kept in the write's own transaction."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction
from django.db.models import BigIntegerField, CharField, QuerySet

from alley.accounts.models import Reader, Receipt
from alley.accounts.turns import take_turn
from alley.prepared import Blank, insert, prepared
from alley.refusals import Refusal, Refused

Found = TypeVar("Found")

REUSED = Refusal(
    "key_reused",
    "This Idempotency-Key was used before with another request. Use a new key.",
    status=422,
)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: str
    replayed: bool = False


def fingerprint(*parts: str | bytes) -> str:
    """What was asked, as a digest: the same key must come with the same request."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() if isinstance(part, str) else part)
        digest.update(b"\0")
    return digest.hexdigest()


def once(reader: Reader, key: str, request_fingerprint: str, write: Callable[[], Answer]) -> Answer:
    """Run `write` once for this reader and key; a retry gets the first answer again.

    A write that raises leaves nothing behind, so it may be tried again with the same key.
    Raises Refused `key_reused` when the key came with another request before.
    """
    with transaction.atomic():
        # One writer a reader: a second request with the same key waits here, then sees the receipt.
        take_turn(reader)
        kept = _kept.first(reader=reader.pk, key=key)
        if kept is not None:
            if kept.fingerprint != request_fingerprint:
                raise Refused(REUSED)
            return Answer(kept.status, kept.body, replayed=True)
        answer = write()
        insert(
            Receipt(
                reader=reader,
                key=key,
                fingerprint=request_fingerprint,
                status=answer.status,
                body=answer.body,
            )
        )
        return answer


def look_ahead(reader: Reader, key: str | None, look: Callable[[], Found]) -> Found | None:
    """What is found out before a write has its turn. `look` changes nothing, and may refuse; but
    not a retry of what was done, which is refused only because of it: then None."""
    try:
        return look()
    except Refused:
        if key is None or _kept.first(reader=reader.pk, key=key) is None:
            raise
        return None


@prepared(reader=BigIntegerField(), key=CharField())
def _kept(reader: Blank, key: Blank) -> QuerySet[Receipt]:
    return Receipt.objects.filter(reader=reader, key=key)
