"""A comment as a page shows it: plain values that can be cached, then made personal."""

from dataclasses import dataclass, replace
from datetime import datetime

from alley.discussion import body as bodies
from alley.discussion.models import Comment
from alley.discussion.queries.attached import AttachedChart


@dataclass(frozen=True, slots=True)
class CommentView:
    id: int
    kind: str
    key: str
    status: str
    parent: int | None
    root: int | None
    depth: int
    place: int
    posted: datetime
    edited: datetime | None
    version: int
    likes: int
    reply_count: int
    below: int
    author_id: int | None
    username: str
    name: str
    body: str
    html: str
    parent_author_id: int | None = None
    parent_name: str = ""
    replies: tuple["CommentView", ...] = ()
    chart_id: int | None = None
    chart: "AttachedChart | None" = (
        None  # queries.charts.with_charts, once the prices of now are known
    )
    # personal from here on
    liked: bool = False
    saved: bool = False
    own: bool = False
    editable: bool = False
    signed_in: bool = False

    @property
    def is_tombstone(self) -> bool:
        return self.author_id is None

    @property
    def initials(self) -> str:
        return initials(self.name)

    @property
    def hue(self) -> int:
        """One of eight colours for the round mark beside the name."""
        return (self.author_id or 0) % 8

    @property
    def more_replies(self) -> int:
        return max(0, self.below - sum(not reply.is_tombstone for reply in self.replies))

    @property
    def last_place(self) -> int:
        return max((reply.place for reply in self.replies), default=0)

    @property
    def url(self) -> str:
        return f"/comments/{self.id}/"

    @property
    def replies_to(self) -> str:
        """Whom a reply answers, where its place does not say so already."""
        return self.parent_name if self.parent != self.root else ""


def view_of(comment: Comment) -> CommentView:
    """Everything there is. Needs author, thread and parent's author to be loaded."""
    parent = comment.parent if comment.parent_id and comment.parent_id != comment.root_id else None
    seen = parent is not None and parent.is_published
    return CommentView(
        id=comment.pk,
        kind=comment.thread.kind,
        key=comment.thread.key,
        status=comment.status,
        parent=comment.parent_id,
        root=comment.root_id,
        depth=comment.depth,
        place=comment.place,
        posted=comment.posted,
        edited=comment.edited,
        version=comment.version,
        likes=comment.likes,
        reply_count=comment.reply_count,
        below=comment.below,
        author_id=comment.author_id,
        username=comment.author.username,
        name=comment.author.shown_name,
        body=comment.body,
        html=bodies.as_html(comment.body),
        chart_id=comment.chart_id,
        parent_author_id=parent.author_id if parent and seen else None,
        parent_name=parent.author.shown_name if parent and seen else "",
    )


def tombstone(view: CommentView) -> CommentView:
    """The same for what was deleted, removed, or written by somebody one does not meet:
    nobody can tell from it which it was."""
    return replace(
        view,
        status=Comment.Status.DELETED,
        author_id=None,
        username="",
        name="",
        body="",
        html="",
        chart_id=None,
        chart=None,
        likes=0,
        edited=None,
        version=0,
    )


def public(view: CommentView) -> CommentView:
    return view if view.status == Comment.Status.PUBLISHED else tombstone(view)


def initials(name: str) -> str:
    words = name.replace("_", " ").replace(".", " ").split()
    return "".join(
        word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)
    ).upper()
