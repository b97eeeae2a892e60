"""/me, /me/notifications and /blocks."""

from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from alley.accounts import actions, queries
from alley.accounts.http import ReaderRequest, idempotent, signed_in
from alley.accounts.models import Block, Reader
from alley.accounts.permissions import TABLE, May, check, may
from alley.keyset import Limit, page_of

router = Router(auth=signed_in)


class MeOut(Schema):
    id: int
    username: str
    name: str
    email: str
    role: str
    time_zone: str
    joined: datetime
    may: list[str]
    unread: int


class NotificationOut(Schema):
    id: int
    kind: str
    title: str
    body: str
    url: str
    created: datetime
    read: datetime | None


class NotificationPage(Schema):
    items: list[NotificationOut]
    next: str | None


class BlockOut(Schema):
    username: str
    name: str
    blocked: datetime

    @staticmethod
    def of(block: Block) -> "BlockOut":
        shown = block.blocked
        return BlockOut(username=shown.username, name=shown.shown_name, blocked=block.created)


class BlockPage(Schema):
    items: list[BlockOut]
    next: str | None


class UnblockOut(Schema):
    username: str
    again: datetime | None


@router.get("/me", response=MeOut)
def me(request: ReaderRequest) -> dict[str, Any]:
    """Who I am to the site, and what I may do."""
    reader = request.user
    return {
        "id": reader.pk,
        "username": reader.username,
        "name": reader.shown_name,
        "email": reader.email,
        "role": reader.role,
        "time_zone": reader.time_zone,
        "joined": reader.date_joined,
        "may": sorted(power for power in TABLE[reader.role] if may(reader, power)),
        "unread": queries.unread(reader),
    }


@router.get("/me/notifications", response=NotificationPage)
def notifications(request: ReaderRequest, cursor: str | None = None, limit: Limit = 20) -> Any:
    """What I was told, newest first."""
    return page_of(queries.notifications_for(request.user), ("-id",), cursor, limit)


@router.post("/me/notifications/read", response={204: None})
@idempotent
def read_notifications(request: ReaderRequest) -> Status[None]:
    """Mark all as read."""
    actions.read_notifications(request.user)
    return Status(204, None)


@router.get("/blocks", response=BlockPage)
def blocks(request: ReaderRequest, cursor: str | None = None, limit: Limit = 20) -> dict[str, Any]:
    """Whom I have blocked. Nobody is told who has blocked them."""
    mine = Block.objects.filter(blocker=request.user).select_related("blocked")
    page = page_of(mine, ("-id",), cursor, limit)
    return {"items": [BlockOut.of(block) for block in page.items], "next": page.next}


@router.put("/blocks/{username}", response={200: BlockOut, 201: BlockOut})
@idempotent
def block(request: ReaderRequest, username: str) -> Status[BlockOut]:
    """Meet this reader nowhere any more: 201 the first time, 200 after."""
    check(request.user, May.BLOCK)
    made, created = actions.block_reader(blocker=request.user, blocked=_reader(username))
    return Status(201 if created else 200, BlockOut.of(made))


@router.delete("/blocks/{username}", response=UnblockOut)
@idempotent
def unblock(request: ReaderRequest, username: str) -> dict[str, Any]:
    """Meet again; `again` says from when on the same reader may be blocked anew."""
    check(request.user, May.BLOCK)
    lifted = actions.unblock_reader(blocker=request.user, blocked=_reader(username))
    return {"username": username, "again": lifted.again}


def _reader(username: str) -> Reader:
    return get_object_or_404(Reader, username=username, is_active=True)
