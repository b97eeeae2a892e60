"""All comments, for a policy to be replayed over: each with what was known when it was posted.

Told oldest first, remembering as it goes: how much its author had published, what they and others
had said before it, whose turn it was. Three things are not known any more: texts that were refused
(they were never kept), whether an account was under watch, and, before `since`, what stood there.
"""

from collections import OrderedDict, defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet

from alley import subjects
from alley.accounts.models import Reader
from alley.accounts.permissions import May, may
from alley.discussion.models import Comment
from alley.discussion.queries.spoken import OTHERS, RECENT, SHARE_OF
from alley.moderation.context import Context
from alley.moderation.places import Past
from alley.subjects import Discussion

THREADS_KEPT = 500  # whose talk is remembered while all comments pass by
REPUTATION = timedelta(days=7)
NEVER_NEW = 1_000_000  # published comments of whom no policy takes for new
FIELDS = ("pk", "revision", "body", "thread__kind", "thread__key", "author_id", "posted", "status")


@dataclass(slots=True)
class Talk:
    """One thread, as far as it has been told."""

    subject: str
    discussion: Discussion
    lately: deque[int] = field(default_factory=lambda: deque(maxlen=SHARE_OF))
    said: dict[int, deque[str]] = field(
        default_factory=lambda: defaultdict(lambda: deque(maxlen=RECENT))
    )


class SaidBefore:
    def count(self, since: datetime | None) -> int:
        return _since(since).count()

    def texts(self, since: datetime | None) -> Iterator[Past]:
        memory = Memory(since)
        rows = _since(since).order_by("pk").values_list(*FIELDS)
        for pk, revision, body, kind, key, author, posted, status in rows.iterator(chunk_size=1000):
            context = memory.before(kind, key, author, posted)
            yield Past("comment", str(pk), revision, body, context, f"/comments/{pk}/")
            memory.hears(kind, key, author, posted, status, body)


class Memory:
    def __init__(self, since: datetime | None) -> None:
        self.talks: OrderedDict[tuple[str, str], Talk] = OrderedDict()
        self.others: deque[tuple[int, str]] = deque(maxlen=OTHERS)
        self.withheld: deque[tuple[int, str]] = deque(maxlen=OTHERS)  # known again when held
        self.rejected: dict[int, deque[datetime]] = defaultdict(lambda: deque(maxlen=50))
        self.readers: dict[int, tuple[str, bool]] = {}  # name, and whether they speak at once
        self.published: dict[int, int] = defaultdict(int)
        if since is not None:
            earlier = Comment.objects.published().filter(posted__lt=since)
            counted = earlier.values_list("author").annotate(n=Count("pk")).order_by()
            self.published |= dict(counted)

    def before(self, kind: str, key: str, author: int, posted: datetime) -> Context:
        talk, (_, at_once) = self._talk(kind, key), self._reader(author)
        turned_away = [at for at in self.rejected[author] if at > posted - REPUTATION]
        return Context(
            author_id=author,
            kind=kind,
            key=key,
            subject_text=talk.subject,
            subject_discussion=talk.discussion,
            author_published=NEVER_NEW if at_once else self.published[author],
            recent=tuple(talk.said[author]) if author in talk.said else (),
            thread_share=talk.lately.count(author) / len(talk.lately) if talk.lately else 0.0,
            others=tuple(each for each in (*self.others, *self.withheld) if each[0] != author),
            author_rejected=len(turned_away),
            names=tuple({self._reader(each)[0] for each in talk.lately}),
        )

    def hears(
        self, kind: str, key: str, author: int, posted: datetime, status: str, body: str
    ) -> None:
        talk = self._talk(kind, key)
        talk.lately.append(author)
        talk.said[author].appendleft(body)
        if status == Comment.Status.PUBLISHED:
            self.published[author] += 1
            self.others.append((author, body))
            return
        self.withheld.append((author, body))
        if status == Comment.Status.REJECTED:
            self.rejected[author].append(posted)

    def _talk(self, kind: str, key: str) -> Talk:
        if (kind, key) not in self.talks:
            if len(self.talks) >= THREADS_KEPT:
                self.talks.popitem(last=False)
            found = subjects.find(kind, key)
            text = f"{found.title}\n{found.text}" if found else ""
            self.talks[kind, key] = Talk(text, found.discussion if found else "open")
        self.talks.move_to_end((kind, key))
        return self.talks[kind, key]

    def _reader(self, pk: int) -> tuple[str, bool]:
        if pk not in self.readers:
            reader = Reader.objects.get(pk=pk)
            self.readers[pk] = reader.shown_name, may(reader, May.SPEAK_AT_ONCE)
        return self.readers[pk]


def _since(since: datetime | None) -> QuerySet[Comment]:
    found: QuerySet[Comment] = Comment.objects.exclude(status=Comment.Status.DELETED)
    return found.filter(posted__gte=since) if since else found
