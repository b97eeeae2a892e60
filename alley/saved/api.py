"""/saved: what I keep for later."""

from datetime import datetime
from typing import Any

from ninja import Router, Schema, Status

from alley.accounts.agents import device
from alley.accounts.http import ReaderRequest, idempotent, signed_in
from alley.keyset import Limit, page_of
from alley.refusals import Refusal, Refused
from alley.saved import actions, queries
from alley.saved.models import SavedItem

router = Router(auth=signed_in)

NOT_SAVED = Refusal("not_saved", "This is not among your saved items.", status=404)


class SavedOut(Schema):
    kind: str
    key: str
    title: str
    folder: str
    saved: datetime
    changed_on: str
    url: str | None
    code: str | None = None


class SavedPage(Schema):
    items: list[SavedOut]
    next: str | None


class Saving(Schema):
    folder: str = ""


def shown(kept: queries.Kept, code: str | None = None) -> SavedOut:
    item: SavedItem = kept.item
    return SavedOut(
        kind=item.kind,
        key=item.key,
        title=kept.title,
        folder=item.folder,
        saved=item.created,
        changed_on=item.changed_on,
        url=kept.subject.url if kept.subject else None,
        code=code,
    )


@router.get("/saved", response=SavedPage)
def saved(
    request: ReaderRequest,
    q: str = "",
    folder: str | None = None,
    cursor: str | None = None,
    limit: Limit = 20,
) -> dict[str, Any]:
    """Newest first; `url` is null where the thing is gone."""
    items = queries.saved_items(request.user, q=q, folder=folder)
    page = page_of(items, ("-id",), cursor, limit)
    return {"items": [shown(k) for k in queries.with_subjects(page.items, q=q)], "next": page.next}


@router.put("/saved/{kind}/{key}", response={200: SavedOut, 201: SavedOut})
@idempotent
def save(
    request: ReaderRequest, kind: str, key: str, saving: Saving | None = None
) -> Status[SavedOut]:
    """201 the first time, 200 with code `already_saved` after."""
    folder = saving.folder if saving else ""
    item, created = actions.save(
        reader=request.user, kind=kind, key=key, folder=folder, device=device(request)
    )
    out = shown(queries.with_subjects([item])[0], None if created else "already_saved")
    return Status(201 if created else 200, out)


@router.delete("/saved/{kind}/{key}", response={204: None})
@idempotent
def unsave(request: ReaderRequest, kind: str, key: str) -> Status[None]:
    if not actions.unsave(reader=request.user, kind=kind, key=key, device=device(request)):
        raise Refused(NOT_SAVED)
    return Status(204, None)
