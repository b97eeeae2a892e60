"""Updates from the wire that wait for an editor."""

import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from alley.news import prose
from alley.news.models import WireItem
from alley.news.wire.differences import Piece, pieces
from alley.news.wire.story import WireStory, from_json


@dataclass(frozen=True, slots=True)
class Compared:
    """One field, ours and theirs."""

    name: str
    pieces: list[Piece]


def waiting_updates() -> "QuerySet[WireItem]":
    """Newest first; with the article and source they belong to."""
    return (
        WireItem.objects.filter(pending__isnull=False, article__isnull=False)
        .select_related("article__section", "source", "delivery")
        .defer("article__body", "article__html")
        .order_by("-delivery", "-id")
    )


def compared(item: WireItem) -> list[Compared]:
    """What taking the update would change, field by field; what is the same is left out."""
    article = item.article
    if article is None or item.pending is None:
        return []
    story = from_json(item.pending)
    rows = (
        ("Headline", article.headline, story.headline),
        ("Standfirst", article.standfirst, story.standfirst),
        ("Dateline", article.dateline, story.dateline),
        ("By", ", ".join(one.name for one in article.bylines.all()), ", ".join(story.bylines)),
        ("Text", article.text, _text(story)),
    )
    return [Compared(name, pieces(ours, theirs)) for name, ours, theirs in rows if ours != theirs]


def _text(story: WireStory) -> str:
    blocks = [{"id": str(uuid.uuid4()), **block} for block in story.blocks]
    return prose.text_of(prose.render(blocks))
