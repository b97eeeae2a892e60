"""/saved."""

from datetime import datetime
from typing import Any

from ninja import Router, Schema, Status

from alley.accounts.http import ReaderRequest, idempotent, signed_in
from alley.keyset import Limit
from alley.saved import actions, queries

router = Router(auth=signed_in)


class SavedOut(Schema):
    kind: str
    key: str
    title: str
    url: str | None
    folder: str
    created: datetime


class SavedPage(Schema):
    items: list[SavedOut]
    next: str | None


class Place(Schema):
    folder: str | None = None


class Kept(Schema):
    kind: str
    key: str
    folder: str
    code: str  # `saved` the first time, `already_saved` after


@router.get("/saved", response=SavedPage)
def saved(
    request: ReaderRequest,
    q: str = "",
    folder: str | None = None,
    limit: Limit = 20,
    cursor: str | None = None,
) -> dict[str, Any]:
    items, more = queries.saved_page(request.user, q[:200], folder, cursor, limit)
    return {"items": items, "next": more}


@router.put("/saved/{kind}/{path:key}", response={200: Kept, 201: Kept})
@idempotent
def save(request: ReaderRequest, kind: str, key: str, place: Place | None = None) -> Status[Kept]:
    folder = place.folder if place else None
    item, new = actions.save(reader=request.user, kind=kind, key=key, folder=folder)
    code = "saved" if new else "already_saved"
    kept = Kept(kind=item.kind, key=item.key, folder=item.folder, code=code)
    return Status(201 if new else 200, kept)


@router.delete("/saved/{kind}/{path:key}", response={204: None})
@idempotent
def unsave(request: ReaderRequest, kind: str, key: str) -> Status[None]:
    actions.unsave(reader=request.user, kind=kind, key=key)
    return Status(204, None)
