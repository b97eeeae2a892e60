"""Posting a comment, or a reply to one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from alley.accounts.models import Reader
from alley.discussion import elsewhere, rules
from alley.discussion.actions import speaking
from alley.discussion.actions.draft import Writing, posted_draft
from alley.discussion.actions.screened import hold, said, screened, status_after
from alley.discussion.actions.standing import settle, tell
from alley.discussion.models import Comment, CommentRevision, Thread
from alley.discussion.queries import spoken
from alley.markets.actions import keep_chart
from alley.markets.queries import snapshot_of
from alley.moderation import policy as policies
from alley.moderation.verdicts import Verdict
from alley.prepared import insert


@dataclass(frozen=True, slots=True)
class Read:
    """A text that was looked at before its turn to be written, and when its author had last
    spoken then: what they say at the same moment is seen by neither."""

    text: str
    last: datetime | None
    verdict: Verdict


def read_ahead(
    *, author: Reader, kind: str, key: str, body: str, parent: int | None = None
) -> Read | None:
    """Look at a text before it has its turn: what is refused never takes one, and what is posted
    holds up others for as long as it is written, not as long as it is screened.

    Changes nothing. None where nobody has spoken yet. Raises what `post_comment` would raise.
    """
    now = speaking.look_in(author)
    subject = speaking.subject_about(kind, key)
    limits = policies.current().limits
    text = speaking.text_of(body, limits)
    thread = spoken.thread_now.first(kind=subject.kind, key=subject.key)
    if thread is None:
        return None
    speaking.parent_in(thread, parent, author)
    last = spoken.last_spoke.first(author=author.pk)
    speaking.wait_is_over(author, last, now, limits)
    speaking.not_repeated(author, thread, text, now, limits)
    context = speaking.context_of(author, thread, subject, limits, text)
    return Read(text, last, screened(text, context))


@transaction.atomic
def post_comment(
    *,
    author: Reader,
    kind: str,
    key: str,
    body: str,
    parent: int | None = None,
    crosspost: Sequence[str] = (),
    chart: int | None = None,
    draft: Writing = Writing(),  # noqa: B008 - frozen
    now: datetime | None = None,
    ahead: Read | None = None,
) -> Comment:
    """Screen the text, and the words in the chart (a frozen one of the author's), unless it was
    read ahead and its author has said nothing since; save it with its verdict, tell open pages.

    Raises Refused: `sign_in_required`, `suspended`, `banned`, `closed`, `not_found`, `empty`,
    `too_long`, `too_many_marks`, `parent_gone`, `too_soon`, `duplicate`, `mend`, `rejected`.
    `draft` says which draft it comes from. `now` is for imports and tests; else the
    database's clock counts.
    """
    now = speaking.enter(author, now)
    subject = speaking.subject_about(kind, key)
    limits = policies.current().limits
    text = speaking.text_of(body, limits)
    thread = _thread_about(subject.kind, subject.key)
    above = speaking.parent_in(thread, parent, author)
    last = spoken.last_spoke.first(author=author.pk)
    speaking.wait_is_over(author, last, now, limits)
    digest = speaking.not_repeated(author, thread, text, now, limits)
    shown = snapshot_of(author, chart) if chart is not None else None
    seen = said(text, shown)
    if ahead is not None and (ahead.text, ahead.last) == (seen, last):
        verdict = ahead.verdict
    else:
        verdict = screened(seen, speaking.context_of(author, thread, subject, limits, seen))

    comment = Comment(
        thread=thread,
        author=author,
        body=text,
        chart=shown,
        sameness=digest,
        status=status_after(verdict),
        posted=now,
        rank=rules.rank(0, now),
    )
    comment.listed = comment.is_published
    _put_under(comment, above)
    insert(comment)
    insert(
        CommentRevision(
            comment=comment,
            number=1,
            body=text,
            chart=shown,
            verdict=verdict.as_dict(),
            created=now,
        )
    )
    if shown is not None:
        keep_chart(shown)
    posted_draft(
        reader=author,
        kind=subject.kind,
        key=subject.key,
        body=text,
        parent=parent or 0,
        writing=draft,
    )
    if comment.is_published:
        settle(comment, 1)
        tell(comment, was=False)
    else:
        hold(comment, subject, verdict)
    elsewhere.wish(comment, crosspost)
    return comment


def _thread_about(kind: str, key: str) -> Thread:
    found = spoken.thread_about.first(kind=kind, key=key)
    if found is None:
        Thread.objects.get_or_create(kind=kind, key=key)
        found = spoken.thread_about.get(kind=kind, key=key)
    return found


def _put_under(comment: Comment, parent: Comment | None) -> None:
    if parent is None:
        return
    root = parent if parent.root is None else parent.root
    root.places += 1
    root.save(update_fields=["places"])
    comment.parent, comment.root, comment.depth = parent, root, parent.depth + 1
    comment.place = root.places
