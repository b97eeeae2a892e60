"""A comment goes elsewhere once it is published, and is taken back there when it is removed."""

from django.utils import timezone

from alley.announce import hears
from alley.crossposts import actions
from alley.discussion.events import CommentPublished, CommentRemoved


@hears(CommentPublished)
def send_on(event: CommentPublished) -> None:
    actions.send_on(comment_id=event.comment_id, now=timezone.now())


@hears(CommentRemoved)
def take_back(event: CommentRemoved) -> None:
    actions.take_back(comment_id=event.comment_id, now=timezone.now())
