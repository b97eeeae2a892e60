"""How much was said about many subjects at once."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count

from alley.accounts.models import Reader
from alley.accounts.queries import unmet_by
from alley.discussion.models import Comment, Thread


def counts_for(kind: str, keys: Sequence[str], reader: Any) -> dict[str, int]:
    """Published comments by subject key, without those of people `reader` does not meet. Two
    queries, three for a reader with blocks."""
    threads = Thread.objects.filter(kind=kind, key__in=keys, comment_count__gt=0)
    counts = dict(threads.values_list("key", "comment_count"))
    unmet = unmet_by(reader if isinstance(reader, Reader) else None)
    if unmet and counts:
        theirs = Comment.objects.published().filter(thread__in=threads, author_id__in=unmet)
        for key, hidden in theirs.values_list("thread__key").annotate(Count("id")):
            counts[key] -= hidden
    return counts
