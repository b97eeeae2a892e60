"""Whom a reader may mean who has typed @ and a few letters."""

from alley.accounts.models import Reader
from alley.accounts.queries import unmet_by
from alley.discussion.models import Comment

SHOWN = 8
LATELY = 200  # comments of the thread whose authors are offered first


def readers_to_mention(reader: Reader, kind: str, key: str, q: str) -> list[Reader]:
    """Who spoke in the thread of late, then others by the letters their name begins with; nobody
    the reader does not meet. Two queries, however long the thread and however many readers."""
    q = q.strip().removeprefix("@").casefold()[:60]
    unmet = {reader.pk, *unmet_by(reader)}
    spoke = _spoke_lately(kind, key)
    here = [each for each in spoke if each.pk not in unmet and _begins(each, q)]
    found = {each.pk: each for each in here}
    if q and len(found) < SHOWN:
        # A range, not LIKE: the index of the names answers it whatever their number
        named = Reader.objects.filter(
            is_active=True, username__gte=q, username__lt=q + "\U0010ffff"
        )
        for each in named.exclude(pk__in=unmet).order_by("username")[:SHOWN]:
            found.setdefault(each.pk, each)
    return list(found.values())[:SHOWN]


def _spoke_lately(kind: str, key: str) -> list[Reader]:
    lately = Comment.objects.published().filter(thread__kind=kind, thread__key=key)
    ids = dict.fromkeys(lately.order_by("-id").values_list("author_id", flat=True)[:LATELY])
    people = Reader.objects.filter(is_active=True).in_bulk(list(ids))
    return [people[pk] for pk in ids if pk in people]


def _begins(reader: Reader, q: str) -> bool:
    words = [reader.username, *reader.name.split()]
    return any(word.casefold().startswith(q) for word in words)
