"""What other rooms may hear from the discussion."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CommentPublished:
    """A comment can be read by everybody from now on: posted, approved, or brought back."""

    comment_id: int
    author_id: int
    kind: str
    key: str
    parent_author_id: int | None


@dataclass(frozen=True, slots=True)
class CommentChanged:
    """What everybody can read was edited."""

    comment_id: int


@dataclass(frozen=True, slots=True)
class CommentRemoved:
    """A published comment is no longer shown."""

    comment_id: int
    author_id: int
    kind: str
    key: str
