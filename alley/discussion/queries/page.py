"""The discussion about a subject: a fixed number of queries, however long it is."""

import secrets
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from alley import subjects
from alley.accounts.models import Reader
from alley.accounts.queries import unmet_by
from alley.discussion import rules
from alley.discussion.elsewhere import Offer, offers_for
from alley.discussion.models import Draft, Thread
from alley.discussion.queries import personal, snapshot
from alley.discussion.queries.charts import with_charts
from alley.discussion.queries.snapshot import ORDERS, ROOTS, Snapshot
from alley.discussion.queries.view import CommentView
from alley.markets.models import ChartSnapshot
from alley.moderation import policy as policies
from alley.moderation.policy import Policy
from alley.moderation.queries import may_speak
from alley.refusals import Refusal, Refused
from alley.subjects import Discussion, Subject


@dataclass(frozen=True, slots=True)
class CommentForm:
    """What the form needs: `once` makes a double click one comment."""

    once: str
    draft: str
    version: int = 0  # of the draft: this device may have one that is not kept yet
    writer: str = ""  # the form that wrote the draft last
    changed_on: str = ""  # and the device
    chart: ChartSnapshot | None = None  # chosen for what is being written
    refusal: Refusal | None = None  # why nothing can be said now
    offers: tuple[Offer, ...] = ()  # where the comment may go too


@dataclass(frozen=True, slots=True)
class DiscussionPage:
    kind: str
    key: str
    title: str
    subject_url: str
    status: Discussion
    count: int
    comments: tuple[CommentView, ...]
    unseen: tuple[CommentView, ...]  # the reader's own that nobody else sees
    order: str
    cursor: str | None
    next: str | None
    policy: Policy
    form: CommentForm | None  # nobody is signed in: None
    conversation: int | None = None
    version: int = 0  # of the thread: an open page learns from it what it has missed

    @property
    def topic(self) -> str:
        return f"thread:{self.kind}:{self.key}"

    @property
    def url(self) -> str:
        """Where it is read alone and spoken in; of an outside page: where it is embedded."""
        return self.subject_url if self.kind == "page" else f"/discuss/{self.kind}/{self.key}/"


def discussion_page(
    kind: str,
    key: str,
    *,
    reader: Reader | AnonymousUser | None,
    order: str = "newest",
    cursor: str | None = None,
    limit: int = ROOTS,
    conversation: int | None = None,
    after: int = 0,
    parent: int = 0,
    subject: Subject | None = None,
) -> DiscussionPage:
    """One page of conversations, or (`conversation`) one of them from a place on; its form is for
    a reply to `parent`.

    Anonymous readers all get the same. Raises Refused `not_found`, `bad_cursor`.
    """
    subject = subject or _subject(kind, key)
    thread = Thread.objects.filter(kind=kind, key=subject.key).first()
    known = reader if isinstance(reader, Reader) else None
    order = order if order in ORDERS else "newest"
    shot = Snapshot((), None)
    if thread is not None:
        shot = _read(thread, known, order, cursor, limit, conversation, after)
    unmet = unmet_by(known)
    policy = policies.current()
    comments = personal.without(unmet, shot.comments)
    unseen: tuple[CommentView, ...] = ()
    if known is not None:
        now, window = timezone.now(), policy.limits.edit_window
        if thread is not None and not cursor and not known.is_moderator:
            unseen = personal.without(unmet, personal.own_unseen(thread, known))
        both = personal.marked(unseen + comments, known, now, window)
        unseen, comments = both[: len(unseen)], both[len(unseen) :]
    dressed = with_charts(unseen + comments)
    unseen, comments = dressed[: len(unseen)], dressed[len(unseen) :]
    return DiscussionPage(
        kind=kind,
        key=subject.key,
        title=subject.title,
        subject_url=subject.url,
        status=subject.discussion,
        count=personal.count_for(thread, unmet) if thread else 0,
        comments=comments,
        unseen=unseen,
        order=order,
        cursor=cursor,
        next=shot.next,
        policy=policy,
        form=_form(known, subject, parent) if known else None,
        conversation=conversation,
        version=thread.version if thread else 0,
    )


def _subject(kind: str, key: str) -> Subject:
    subject = subjects.find(kind, key) if kind != "comment" else None
    if subject is None:
        raise Refused(rules.NO_SUBJECT)
    return subject


def _read(
    thread: Thread,
    reader: Reader | None,
    order: str,
    cursor: str | None,
    limit: int,
    conversation: int | None,
    after: int,
) -> Snapshot:
    everything = reader is not None and reader.is_moderator
    if conversation is not None:
        alone = snapshot.whole_conversation if everything else snapshot.published_conversation
        return alone(thread, conversation, after)
    page = snapshot.whole_page if everything else snapshot.published_page
    return page(thread, order, cursor, limit)


def draft_of(reader: Reader, kind: str, key: str, parent: int = 0) -> Draft | None:
    """What the reader was writing there, on whatever device."""
    place = Draft.objects.filter(reader=reader, kind=kind, key=key, parent=parent)
    return place.select_related("chart").first()


def _form(reader: Reader, subject: Subject, parent: int) -> CommentForm:
    draft = draft_of(reader, subject.kind, subject.key, parent)
    return CommentForm(
        once=secrets.token_urlsafe(16),
        draft=draft.body if draft else "",
        version=draft.version if draft else 0,
        writer=draft.writer if draft else "",
        changed_on=draft.changed_on if draft else "",
        chart=draft.chart if draft else None,
        refusal=may_speak(reader, timezone.now()),
        offers=tuple(offers_for(reader)),
    )
