<<<<<<< HEAD
"""/saved."""
=======
"""/saved: what I keep for later."""
>>>>>>> trunk

from datetime import datetime
from typing import Any

from ninja import Router, Schema, Status

from alley.accounts.http import ReaderRequest, idempotent, signed_in
<<<<<<< HEAD
from alley.keyset import Limit
from alley.saved import actions, queries

router = Router(auth=signed_in)

=======
from alley.keyset import Limit, page_of
from alley.refusals import Refusal, Refused
from alley.saved import actions, queries
from alley.saved.models import SavedItem

router = Router(auth=signed_in)

NOT_SAVED = Refusal("not_saved", "This is not among your saved items.", status=404)

>>>>>>> trunk

class SavedOut(Schema):
    kind: str
    key: str
    title: str
<<<<<<< HEAD
    url: str | None
    folder: str
    created: datetime
=======
    folder: str
    saved: datetime
    url: str | None
    code: str | None = None
>>>>>>> trunk


class SavedPage(Schema):
    items: list[SavedOut]
    next: str | None


<<<<<<< HEAD
class Place(Schema):
    folder: str | None = None


class Kept(Schema):
    kind: str
    key: str
    folder: str
    code: str  # `saved` the first time, `already_saved` after
=======
class Saving(Schema):
    folder: str = ""


def shown(kept: queries.Kept, code: str | None = None) -> SavedOut:
    item: SavedItem = kept.item
    return SavedOut(
        kind=item.kind,
        key=item.key,
        title=kept.subject.title if kept.subject else item.title,
        folder=item.folder,
        saved=item.created,
        url=kept.subject.url if kept.subject else None,
        code=code,
    )
>>>>>>> trunk


@router.get("/saved", response=SavedPage)
def saved(
    request: ReaderRequest,
    q: str = "",
    folder: str | None = None,
<<<<<<< HEAD
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
=======
    cursor: str | None = None,
    limit: Limit = 20,
) -> dict[str, Any]:
    """Newest first; `url` is null where the thing is gone."""
    items = queries.saved_items(request.user, q=q, folder=folder)
    page = page_of(items, ("-id",), cursor, limit)
    return {"items": [shown(k) for k in queries.with_subjects(page.items)], "next": page.next}


@router.put("/saved/{kind}/{key}", response={200: SavedOut, 201: SavedOut})
@idempotent
def save(
    request: ReaderRequest, kind: str, key: str, saving: Saving | None = None
) -> Status[SavedOut]:
    """201 the first time, 200 with code `already_saved` after."""
    folder = saving.folder if saving else ""
    item, created = actions.save(reader=request.user, kind=kind, key=key, folder=folder)
    out = shown(queries.with_subjects([item])[0], None if created else "already_saved")
    return Status(201 if created else 200, out)


@router.delete("/saved/{kind}/{key}", response={204: None})
@idempotent
def unsave(request: ReaderRequest, kind: str, key: str) -> Status[None]:
    if not actions.unsave(reader=request.user, kind=kind, key=key):
        raise Refused(NOT_SAVED)
>>>>>>> trunk
    return Status(204, None)
