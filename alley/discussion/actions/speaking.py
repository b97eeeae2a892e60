"""May this reader say this, here, now? Asked before a comment is posted or edited."""

from datetime import datetime, timedelta

from django.utils import timezone

from alley import subjects
from alley.accounts.models import Reader
from alley.accounts.permissions import May, check, may
from alley.accounts.queries import unmet_by
from alley.accounts.turns import moment, moment_after_waiting
from alley.discussion import body as bodies
from alley.discussion import rules
from alley.discussion.models import Comment, Thread
from alley.discussion.queries import spoken
from alley.moderation.policy import Limits
from alley.moderation.queries import is_watched, may_speak, others_alike
from alley.moderation.screening import Context
from alley.refusals import Refused
from alley.subjects import Subject

REPUTATION = timedelta(days=7)


def enter(author: Reader, now: datetime | None) -> datetime:
    """Lock the reader (one comment at a time), and read the database's clock after the wait."""
    check(author, May.COMMENT)
    clock = moment_after_waiting(author)
    return _allowed(author, now or clock)


def look_in(author: Reader) -> datetime:
    """The same without a lock: whether this reader could enter now."""
    check(author, May.COMMENT)
    return _allowed(author, moment(author))


def _allowed(author: Reader, now: datetime) -> datetime:
    if refusal := may_speak(author, now):
        raise Refused(refusal)
    return now


def subject_about(kind: str, key: str) -> Subject:
    subject = subjects.find(kind, key)
    if subject is None:
        raise Refused(rules.NO_SUBJECT)
    if subject.discussion == "closed":
        raise Refused(rules.CLOSED)
    return subject


def text_of(body: str, limits: Limits) -> str:
    # What is far too long is refused before it is worked on.
    text = bodies.clean(body[: 8 * limits.comment_code_points])
    if refusal := bodies.cannot_post(text, limits.comment_length, limits.comment_code_points):
        raise Refused(refusal)
    return text


def parent_in(thread: Thread, parent: int | None, author: Reader) -> Comment | None:
    """The comment that is replied to: published, in this thread, by somebody one meets."""
    if parent is None:
        return None
    found: Comment | None = (
        Comment.objects.published().select_related("root").filter(thread=thread, pk=parent).first()
    )
    if found is None or found.author_id in unmet_by(author):
        raise Refused(rules.PARENT_GONE)
    return found


def wait_is_over(author: Reader, last: datetime | None, now: datetime, limits: Limits) -> None:
    """`last` is when the author last spoke."""
    if may(author, May.MODERATE) or may(author, May.EDIT_NEWS):
        return
    if refusal := rules.too_soon(last, now, limits.comment_wait):
        raise Refused(refusal)


def not_repeated(
    author: Reader, thread: Thread, text: str, now: datetime, limits: Limits, but: int = 0
) -> str:
    """The text's digest. Raises Refused `duplicate`."""
    digest = bodies.sameness(text)
    since = now - limits.duplicate_window
    if spoken.same_words.all(
        thread=thread.pk, author=author.pk, since=since, sameness=digest, but=but
    ):
        raise Refused(bodies.repeated(limits.duplicate_window))
    return digest


def context_of(
    author: Reader, thread: Thread, subject: Subject, limits: Limits, text: str
) -> Context:
    """What screening may know: where, who, and what the author has said there lately."""
    lately = spoken.last_speakers.all(thread=thread.pk)
    now = timezone.now()
    enough = limits.new_reader_comments
    known = may(author, May.SPEAK_AT_ONCE)
    return Context(
        author_id=author.pk,
        kind=subject.kind,
        key=subject.key,
        subject_text=f"{subject.title}\n{subject.text}",
        subject_discussion=subject.discussion,
        author_published=enough if known else spoken.published_by(author.pk, enough),
        author_joined=author.date_joined,
        author_watched=is_watched(author),
        recent=tuple(spoken.last_words.all(thread=thread.pk, author=author.pk)),
        thread_share=sum(pk == author.pk for pk, *_ in lately) / len(lately) if lately else 0.0,
        others=(
            *spoken.newest_of_others.all(author=author.pk),
            *others_alike(text, author.pk, now),
        ),
        author_rejected=len(spoken.turned_away.all(author=author.pk, since=now - REPUTATION)),
        names=tuple({name for _, *names in lately for name in names if name}),
    )
