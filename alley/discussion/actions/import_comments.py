"""Comments of another system become ours: in batches, each a transaction; again changes nothing."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice

from django.db import transaction
from django.utils import timezone

from alley.discussion import body as bodies
from alley.discussion import rules
from alley.discussion.actions.import_authors import Authors
from alley.discussion.actions.import_charts import Charts
from alley.discussion.actions.recount import recount
from alley.discussion.addresses import same
from alley.discussion.imports import Exported, NotTaken
from alley.discussion.models import Comment, CommentRevision, ImportedComment, Thread
from alley.live import bus

BATCH = 1_000
Status = Comment.Status
STATUS = {"published": Status.PUBLISHED, "withheld": Status.REJECTED, "deleted": Status.DELETED}
Find = Callable[[Exported], tuple[str, str] | None]  # the subject's kind and key


@dataclass(slots=True)
class Taken:
    """What became of each row: `seen` is the sum of the others."""

    counts: Counter[str] = field(default_factory=Counter)
    reasons: list[NotTaken] = field(default_factory=list)
    without_chart: list[NotTaken] = field(default_factory=list)  # taken, but for the chart
    threads: set[int] = field(default_factory=set)

    @property
    def seen(self) -> int:
        return sum(self.counts[kind] for kind in (*STATUS, "known", "not_taken"))

    def leave(self, where: str, reason: str) -> None:
        self.counts["not_taken"] += 1
        self.reasons.append(NotTaken(where, reason))


class Importing:
    """One run over one file. A reply waits until what it answers is there; what it answers and
    nobody has is stood for by a tombstone."""

    def __init__(self, source: str, find: Find) -> None:
        self.source, self.find = source, find
        self.authors = Authors(source)
        self.taken = Taken()
        self.charts = Charts(self.taken.without_chart)
        self.waiting: dict[str, Exported] = {}
        self.places: dict[str, tuple[str, str] | None] = {}
        self.threads: dict[tuple[str, str], int] = {}

    def run(self, rows: Iterable[Exported | NotTaken]) -> Iterable[int]:
        """Yields how many rows each step has dealt with."""
        left = iter(rows)
        while batch := list(islice(left, BATCH)):
            self._take(batch)
            yield len(batch)
        while self.waiting:
            self._orphans()
        for pk in sorted(self.taken.threads):
            thread = Thread.objects.get(pk=pk)
            recount(thread)
            bus.purge(thread.topic)

    @transaction.atomic
    def _take(self, batch: Iterable[Exported | NotTaken]) -> None:
        found = dict(self.waiting)
        self.waiting = {}
        for one in batch:
            if isinstance(one, NotTaken):
                self.taken.leave(one.where, one.reason)
            elif one.id in found:
                self.taken.leave(f"comment {one.id}", "its number stands in the file twice")
            else:
                found[one.id] = one
        kept = self._kept({*found, *(one.parent for one in found.values() if one.parent)})
        for number in [number for number in found if number in kept]:
            self.taken.counts["known"] += 1
            self.taken.threads.add(kept[number].thread_id)
            del found[number]
        while ready := [one for one in found.values() if not one.parent or one.parent in kept]:
            kept |= self._save(ready, kept)
            for one in ready:
                del found[one.id]
            for one in [one for one in found.values() if one.parent == one.id]:
                self.taken.leave(f"comment {one.id}", "it is a reply to itself")
                del found[one.id]
        self.waiting = found

    def _kept(self, numbers: set[str]) -> dict[str, Comment]:
        rows = ImportedComment.objects.filter(source=self.source, external__in=numbers)
        return {row.external: row.comment for row in rows.select_related("comment__root")}

    def _save(self, ready: list[Exported], kept: dict[str, Comment]) -> dict[str, Comment]:
        """Comments whose parents are there, with their first revision and where they came from."""
        made: dict[str, Comment] = {}
        roots: dict[int, Comment] = {}
        for one in ready:
            if (comment := self._comment(one, kept.get(one.parent), roots)) is not None:
                made[one.id] = comment
        self.charts.save()
        Comment.objects.bulk_create(made.values(), batch_size=500)
        Comment.objects.bulk_update(roots.values(), ["places"], batch_size=500)
        CommentRevision.objects.bulk_create(
            CommentRevision(
                comment=row,
                number=1,
                body=row.body,
                chart_id=row.chart_id,
                verdict={},
                created=row.posted,
            )
            for row in made.values()
        )
        likes = {one.id: one.likes for one in ready}
        ImportedComment.objects.bulk_create(
            ImportedComment(source=self.source, external=number, comment=row, likes=likes[number])
            for number, row in made.items()
        )
        self.taken.threads |= {row.thread_id for row in made.values()}
        return made

    def _comment(
        self, one: Exported, parent: Comment | None, roots: dict[int, Comment]
    ) -> Comment | None:
        where = f"comment {one.id}"
        place = self._place(one)
        if place is None and parent is None:
            self.taken.leave(where, f"no page here has the address {one.url[:200]}")
            return None
        text = bodies.clean(one.text)
        if not text and one.state != "deleted":
            self.taken.leave(where, "nothing is left of its text")
            return None
        self.taken.counts[one.state] += 1
        text = "" if one.state == "deleted" else text
        author = self.authors.of(one)
        comment = Comment(
            thread_id=parent.thread_id if parent else self._thread(place),
            author=author,
            body=text,
            chart=self.charts.of(one, author) if one.chart else None,
            sameness=bodies.sameness(text) if text else "",
            status=STATUS[one.state],
            posted=min(one.posted, timezone.now()),
            edited=one.edited,
            likes=one.likes,
            rank=rules.rank(one.likes, one.posted),
        )
        if parent is not None:
            root = roots.setdefault(*_keyed(parent.root or parent, roots))
            root.places += 1
            comment.parent, comment.root = parent, root
            comment.depth, comment.place = parent.depth + 1, root.places
        return comment

    def _place(self, one: Exported) -> tuple[str, str] | None:
        address = same(one.url)
        if address not in self.places:
            self.places[address] = self.find(one) if address else None
        return self.places[address]

    def _thread(self, place: tuple[str, str] | None) -> int:
        assert place is not None
        if place not in self.threads:
            self.threads[place] = Thread.objects.get_or_create(kind=place[0], key=place[1])[0].pk
        return self.threads[place]

    def _orphans(self) -> None:
        """What the oldest waiting comment answers is nowhere: a tombstone takes its place."""
        first = min(self.waiting.values(), key=lambda one: (one.parent in self.waiting, one.posted))
        if first.parent in self.waiting:  # a circle of parents
            self.waiting.pop(first.id)
            self.taken.leave(f"comment {first.id}", "it answers a comment that answers it")
            return
        lost = Exported(
            id=first.parent,
            url=first.url,
            parent="",
            author="",
            author_key="",
            posted=first.posted,
            text="",
            state="deleted",
        )
        before = self.taken.counts["deleted"]
        self._take([lost])
        if self.taken.counts["deleted"] > before:  # it was not in the file: counted apart
            self.taken.counts["deleted"] -= 1
            self.taken.counts["stood_for"] += 1


def _keyed(root: Comment, roots: dict[int, Comment]) -> tuple[int, Comment]:
    return root.pk, roots.get(root.pk, root)
