"""Telling readers that somebody has written their name."""

from alley import subjects
from alley.accounts.actions import notify
from alley.accounts.queries import readers_named, unmet_by
from alley.discussion import body as bodies
from alley.discussion.models import Comment, ReaderMention

MOST_TOLD = 10  # readers a comment can call: a longer list is a campaign, not a conversation


def tell_mentioned(comment: Comment) -> None:
    """Once a comment and reader, when it can be read by all; never between readers who do not
    meet, and nobody is told that."""
    names = bodies.mentions(comment.body)
    if not names:
        return
    unmet = unmet_by(comment.author)
    readers = [each for each in readers_named(names) if each.pk not in {comment.author_id, *unmet}]
    subject = subjects.find(comment.thread.kind, comment.thread.key)
    title = f"{comment.author.shown_name} mentioned you"
    title += f" in “{subject.title}”" if subject else ""
    for reader in readers[:MOST_TOLD]:
        _, new = ReaderMention.objects.get_or_create(comment=comment, reader=reader)
        if new:
            url = f"/comments/{comment.pk}/"
            notify(reader, kind="mention", title=title, url=url, by=comment.author)
