"""What moderators decided, done to the comments."""

from django.db import transaction

from alley.discussion.actions.standing import locked, stand
from alley.discussion.models import Comment

Status = Comment.Status
OUTCOMES: dict[str, str] = {
    "approve": Status.PUBLISHED,
    "reject": Status.REJECTED,
    "hide": Status.HIDDEN,
    "hold": Status.PENDING,
}


@transaction.atomic
def settle_decision(*, comment_id: int, revision: int, outcome: str) -> None:
    """The comment stands where the decision puts it, if it still is the text that was seen.

    What its author has deleted stays deleted.
    """
    if not Comment.objects.filter(pk=comment_id).exists():
        return
    comment = locked(comment_id)
    status = OUTCOMES[outcome]
    if comment.revision != revision or comment.status in {Status.DELETED, status}:
        return
    stand(comment, status)


@transaction.atomic
def remove_comments_of(*, reader_id: int) -> list[tuple[str, str]]:
    """All that a banned reader has said is withdrawn, replies of others stay: (key, status) of
    each, so that it can come back as it stood."""
    shown = {Status.PUBLISHED, Status.PENDING, Status.HIDDEN}
    found = Comment.objects.filter(author_id=reader_id, status__in=shown)
    were = list(found.order_by("thread_id", "pk").values_list("pk", "status"))
    for pk, _ in were:
        stand(locked(pk), Status.REJECTED)
    return [(str(pk), status) for pk, status in were]


@transaction.atomic
def restore_comments(*, were: list[tuple[str, str]]) -> None:
    """What a ban had removed stands again where it stood."""
    for key, status in were:
        if Comment.objects.filter(pk=int(key), status=Status.REJECTED).exists():
            stand(locked(int(key)), status)
