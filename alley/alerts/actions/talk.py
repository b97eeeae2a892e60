"""A comment can be read by everybody: whom it answers and whom it names, then or after an edit,
are told, once."""

from django.db import transaction
from django.db.models import BigIntegerField, QuerySet
from django.utils import timezone

from alley.accounts.models import Reader
from alley.accounts.queries import readers_named, unmet_by
from alley.alerts.engine.firing import Occasion, after, firing_of, may_fire, recent_firings, save
from alley.alerts.models import Alert, Firing
from alley.alerts.queries import channels_for
from alley.discussion.body import mentions
from alley.discussion.models import Comment
from alley.prepared import Blank, prepared

MOST = 10  # readers one comment can call, edits and all: more is a campaign, not a conversation


@transaction.atomic
def fire_talk(*, comment_id: int, parent_author_id: int | None = None) -> list[Firing]:
    """Not for one's own words, not between readers who do not meet, and not again when a comment
    comes back."""
    comment = _with_author.get(pk=comment_id)
    told = {reader.pk: "mentioned you" for reader in _named(comment)}
    if parent_author_id is not None:
        told[parent_author_id] = "replied to you"
    if not told:
        return []
    hidden = unmet_by(comment.author) | {comment.author_id}
    readers = Reader.objects.in_bulk(set(told) - hidden)
    firings = [
        firing
        for reader in sorted(readers.values(), key=lambda reader: reader.pk)
        if (firing := _firing(reader, comment, told[reader.pk])) is not None
    ]
    return save(firings, timezone.now())


@prepared(pk=BigIntegerField())
def _with_author(pk: Blank) -> QuerySet[Comment]:
    return Comment.objects.select_related("author").filter(pk=pk)


def _named(comment: Comment) -> list[Reader]:
    """Those an earlier text named count too, so that no row of edits calls more than one text."""
    now = readers_named(mentions(comment.body))
    if comment.revision == 1:
        return now[:MOST]
    texts = comment.revisions.exclude(number=comment.revision).values_list("body", flat=True)
    before = readers_named(frozenset().union(*(mentions(text) for text in texts)))[:MOST]
    known = {reader.pk for reader in before}
    new = [reader for reader in now if reader.pk not in known][: MOST - len(before)]
    return [reader for reader in now if reader.pk in known] + new


def _firing(reader: Reader, comment: Comment, what: str) -> Firing | None:
    alert = _alert_of(reader)
    cause = f"comment:{comment.pk}"
    if alert.state != Alert.State.LIVE or alert.firings.filter(cause=cause).exists():
        return None
    now = timezone.now()
    said = comment.edited or comment.posted
    if not alert.channels or not may_fire(alert, said, now):
        return None
    url = f"/comments/{comment.pk}/"
    author = comment.author.shown_name
    # Without the words: they may be taken back, and a proof would keep them
    author_id = comment.author_id
    proof = {"comment": comment.pk, "author": comment.author.username, "author_id": author_id}
    occasion = Occasion(alert, said, f"{author} {what}", proof, url, cause)
    firing = firing_of(occasion)
    after(alert, said, recent_firings({alert.pk}, now))
    alert.save(update_fields=["arming", "fired", "state", "paused_reason"])
    return firing


def _alert_of(reader: Reader) -> Alert:
    """Everybody hears of replies until they say otherwise: the alert is made when first needed."""
    alert, _ = Alert.objects.select_for_update().get_or_create(
        owner=reader,
        kind=Alert.Kind.REPLY,
        defaults={"mode": Alert.Mode.EVERY, "channels": channels_for(reader, Alert.Kind.REPLY)},
    )
    alert.owner = reader
    return alert
