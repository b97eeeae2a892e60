"""/threads and /comments."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field, ValidationError

from alley.accounts.agents import device
from alley.accounts.http import ReaderRequest, anybody, idempotent, idempotent_after, signed_in
from alley.accounts.models import Reader
from alley.discussion import actions, queries, rules
from alley.discussion.models import Draft
from alley.discussion.queries import CommentView
from alley.keyset import Limit
from alley.markets.actions import freeze_chart
from alley.markets.charts.spec import spec_of
from alley.refusals import Refused
from alley.shell.pages import public

router = Router()
Id = Annotated[int, Field(ge=1, lt=2**63)]
Sort = Literal["newest", "oldest", "top"]


class ThreadOut(Schema):
    kind: str
    key: str


class AuthorOut(Schema):
    username: str
    name: str
    avatar: str | None = None


class CommentOut(Schema):
    id: int
    url: str
    thread: ThreadOut
    author: AuthorOut | None
    body: str | None
    posted: datetime
    edited: datetime | None
    status: str
    parent: int | None
    root: int | None
    depth: int
    likes: int
    liked_by_me: bool
    replies: int
    saved: bool
    chart: dict[str, Any] | None = None
    version: int

    @staticmethod
    def of(view: CommentView) -> "CommentOut":
        gone = view.is_tombstone
        return CommentOut(
            id=view.id,
            url=view.url,
            thread=ThreadOut(kind=view.kind, key=view.key),
            author=None if gone else AuthorOut(username=view.username, name=view.name),
            body=None if gone else view.body,
            posted=view.posted,
            edited=view.edited,
            status=view.status,
            parent=view.parent,
            root=view.root,
            depth=view.depth,
            likes=view.likes,
            liked_by_me=view.liked,
            replies=view.reply_count,
            saved=view.saved,
            chart=view.chart.as_dict() if view.chart else None,
            version=view.version,
        )


class CommentPage(Schema):
    items: list[CommentOut]
    next: str | None
    count: int
    version: int  # of the thread: moves whenever what is shown changes


class NewComment(Schema):
    body: str
    parent: Id | None = None
    crosspost: list[str] = []
    chart: Id | dict[str, Any] | None = None  # a frozen chart's id, or a ChartSpec to freeze now


class NewDraft(Schema):
    body: str
    parent: Id | None = None
    form: str = ""  # a name of the sender's own, repeated in `draft.changed`
    version: int | None = None  # the one it goes on from


class DraftOut(Schema):
    body: str
    parent: int | None
    updated: datetime | None
    version: int  # 0: nothing is kept
    changed_on: str
    writer: str  # the `form` that wrote it last

    @staticmethod
    def resolve_parent(draft: Draft) -> int | None:
        return draft.parent or None


class NamedReader(Schema):
    username: str
    name: str


class ReaderList(Schema):
    items: list[NamedReader]


class ChangedComment(Schema):
    body: str
    chart: Id | None = None  # left out: it stays; null: it is taken off
    version: int | None = None


class NewReport(Schema):
    reason: str
    note: str = ""


class LikesOut(Schema):
    likes: int
    liked_by_me: bool


@router.get("/threads/{kind}/{path:key}/comments", auth=anybody, response=CommentPage)
def comments(
    request: HttpRequest,
    response: HttpResponse,
    kind: str,
    key: str,
    sort: Sort = "newest",
    limit: Limit = 20,
    cursor: str | None = None,
    conversation: Id | None = None,
) -> dict[str, Any]:
    """Conversations, each followed by its first replies; `conversation` reads one of them whole,
    its `next` being the `cursor` to go on with."""
    place = cursor if conversation and cursor and cursor.isdecimal() and len(cursor) < 10 else "0"
    page = queries.discussion_page(
        kind,
        key,
        reader=request.user,
        order=sort,
        cursor=None if conversation else cursor,
        limit=limit,
        conversation=conversation,
        after=int(place),
    )
    public(request, response, page.topic)
    views = [each for view in page.unseen + page.comments for each in (view, *view.replies)]
    items = [CommentOut.of(view) for view in views]
    return {"items": items, "next": page.next, "count": page.count, "version": page.version}


def _read_ahead(reader: Reader, body: bytes, kind: str, key: str) -> actions.Read | None:
    try:
        new = NewComment.model_validate_json(body)
    except ValidationError:
        return None  # the operation says what is wrong
    if new.chart is not None:
        return None  # its words are read with the text, once it is frozen
    return actions.read_ahead(author=reader, kind=kind, key=key, body=new.body, parent=new.parent)


@router.post("/threads/{kind}/{path:key}/comments", auth=signed_in, response={201: CommentOut})
@idempotent_after(_read_ahead)
def post_comment(
    request: ReaderRequest, kind: str, key: str, new: NewComment
) -> Status[CommentOut]:
    comment = actions.post_comment(
        author=request.user,
        kind=kind,
        key=key,
        body=new.body,
        parent=new.parent,
        crosspost=new.crosspost,
        chart=_frozen(request, new.chart),
        ahead=request.ahead,
    )
    return Status(201, CommentOut.of(queries.view_of_new(comment)))


@router.get("/threads/{kind}/{path:key}/readers", auth=signed_in, response=ReaderList)
def readers(request: ReaderRequest, kind: str, key: str, q: str = "") -> dict[str, Any]:
    """Whom `@` and these letters may mean, those who speak here first: at most eight."""
    found = queries.readers_to_mention(request.user, kind, key, q)
    return {"items": [{"username": each.username, "name": each.shown_name} for each in found]}


@router.get("/threads/{kind}/{path:key}/draft", auth=signed_in, response=DraftOut)
def draft(request: ReaderRequest, kind: str, key: str, parent: int = 0) -> Draft:
    """What I was writing there, on whatever device; an empty body where there is nothing."""
    return queries.draft_of(request.user, kind, key, parent) or Draft(parent=parent)


@router.put("/threads/{kind}/{path:key}/draft", auth=signed_in, response=DraftOut)
@idempotent
def keep_draft(request: ReaderRequest, kind: str, key: str, new: NewDraft) -> Draft:
    """Keep it; an empty body drops it. My other open pages hear `draft.changed` on `me`. 409
    `changed_elsewhere` with `body` where another device wrote since `version`."""
    parent = new.parent or 0
    writing = actions.Writing(new.form, device(request), new.version)
    kept = actions.keep_draft(
        reader=request.user, kind=kind, key=key, body=new.body, parent=parent, writing=writing
    )
    return kept or Draft(parent=parent)


@router.get("/comments/{pk}", auth=anybody, response=CommentOut)
def comment(request: HttpRequest, pk: Id) -> CommentOut:
    return CommentOut.of(queries.view_for(request.user, pk))


@router.patch("/comments/{pk}", auth=signed_in, response=CommentOut)
@idempotent
def edit_comment(request: ReaderRequest, pk: Id, changed: ChangedComment) -> CommentOut:
    found = queries.comment_for(request.user, pk)
    change: dict[str, Any] = {"body": changed.body, "version": changed.version}
    if "chart" in changed.model_fields_set:
        change["chart"] = changed.chart
    actions.edit_comment(author=request.user, comment=found, **change)
    return _out(request, pk)


@router.delete("/comments/{pk}", auth=signed_in, response={204: None})
@idempotent
def delete_comment(request: ReaderRequest, pk: Id) -> Status[None]:
    actions.delete_comment(author=request.user, comment=queries.comment_for(request.user, pk))
    return Status(204, None)


@router.put("/comments/{pk}/vote", auth=signed_in, response=LikesOut)
@idempotent
def vote(request: ReaderRequest, pk: Id) -> LikesOut:
    found = queries.comment_for(request.user, pk)
    liked = actions.vote(reader=request.user, comment=found)
    return LikesOut(likes=liked.likes, liked_by_me=True)


@router.delete("/comments/{pk}/vote", auth=signed_in, response=LikesOut)
@idempotent
def unvote(request: ReaderRequest, pk: Id) -> LikesOut:
    found = queries.comment_for(request.user, pk)
    left = actions.unvote(reader=request.user, comment=found)
    return LikesOut(likes=left.likes, liked_by_me=False)


@router.post("/comments/{pk}/report", auth=signed_in, response={204: None})
@idempotent
def report(request: ReaderRequest, pk: Id, new: NewReport) -> Status[None]:
    found, _ = queries.comment_to_report(request.user, pk)
    actions.report_comment(reporter=request.user, comment=found, reason=new.reason, note=new.note)
    return Status(204, None)


def _out(request: ReaderRequest, pk: int) -> CommentOut:
    return CommentOut.of(queries.view_for(request.user, pk))


@router.get("/comments/{pk}/chart", auth=anybody)
def comment_chart(request: HttpRequest, pk: Id) -> dict[str, Any]:
    """The attached chart: its spec, the prices it was made from, and what became of it since."""
    comment = queries.comment_for(request.user, pk)
    view = queries.view_for(request.user, pk)
    if comment.chart is None or view.chart is None:
        raise Refused(rules.NO_CHART)
    kept = comment.chart
    return {
        **view.chart.as_dict(),
        "spec": kept.spec,
        "window": kept.window,
        "data_hash": kept.data_hash,
        "created": kept.created,
    }


def _frozen(request: ReaderRequest, chart: int | dict[str, Any] | None) -> int | None:
    if isinstance(chart, dict):
        return freeze_chart(reader=request.user, spec=spec_of(chart)).pk
    return chart
