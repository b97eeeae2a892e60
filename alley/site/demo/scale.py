"""Many articles and comments, written in bulk: to see that pages stay as quick as with a few."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta

import click
from django.db import transaction
from django.utils import timezone

from alley.accounts.models import Reader
from alley.discussion import rules
from alley.discussion.models import Comment, CommentRevision, Thread
from alley.live import bus
from alley.news import search
from alley.news.models import Article
from alley.site.demo.people import GENERATED

BATCH = 2_000
READERS = 200
SAYS = (
    "Brent holds above {n} and nobody seems to believe it for longer than a session.",
    "What matters is the spread to WTI, which has hardly moved since day {n}.",
    "I would wait for the next figures on stocks before reading much into number {n}.",
)


def make_scale(articles: int, comments: int) -> None:
    """Add as many articles, and comments spread evenly over them."""
    now = timezone.now()
    stories = list(_articles(articles, now))
    readers = _readers()
    threads = _threads(stories)
    with click.progressbar(length=comments, label="  comments") as bar:
        for first in range(0, comments, BATCH):
            bar.update(_comments(range(first, min(first + BATCH, comments)), threads, readers, now))
    for place, thread in enumerate(threads):
        thread.comment_count += len(range(place, comments, len(threads)))
        thread.version += 1
    Thread.objects.bulk_update(threads, ["comment_count", "version"], batch_size=500)
    bus.purge("front", *(thread.topic for thread in threads[:100]))


def _articles(many: int, now: datetime) -> Iterator[Article]:
    """Copies of the demo's stories, a minute apart, each with a headline of its own."""
    told = list(Article.objects.filter(source=None, live=True).order_by("id")[:13])
    begun = Article.objects.count()
    for first in range(0, many, BATCH):
        rows = []
        for n in range(first, min(first + BATCH, many)):
            like = told[n % len(told)]
            moment = now - timedelta(days=30, minutes=begun + n)
            rows.append(
                Article(
                    slug=f"{GENERATED}{begun + n}",
                    headline=f"{like.headline} ({begun + n})"[:300],
                    standfirst=like.standfirst,
                    section=like.section,
                    dateline=like.dateline,
                    credit=like.credit,
                    body=like.body,
                    text=like.text,
                    html=like.html,
                    word_count=like.word_count,
                    content_hash=hashlib.sha256(str(begun + n).encode()).hexdigest(),
                    published=moment,
                    first_published=moment,
                    live=True,
                )
            )
        with transaction.atomic():
            made = Article.objects.bulk_create(rows)
            search.update(made)
        yield from made


def _readers() -> list[Reader]:
    wanted = [
        Reader(username=f"{GENERATED}{n}", name=f"Reader {n}", password="!")  # noqa: S106
        for n in range(READERS)
    ]
    Reader.objects.bulk_create(wanted, ignore_conflicts=True)
    return list(Reader.objects.filter(username__startswith=GENERATED))


def _threads(stories: list[Article]) -> list[Thread]:
    wanted = [Thread(kind="article", key=str(story.pk)) for story in stories]
    return list(Thread.objects.bulk_create(wanted, batch_size=BATCH))


@transaction.atomic
def _comments(places: range, threads: list[Thread], readers: list[Reader], now: datetime) -> int:
    rows = []
    for n in places:
        posted = now - timedelta(seconds=n)
        rows.append(
            Comment(
                thread=threads[n % len(threads)],
                author=readers[n % len(readers)],
                body=SAYS[n % len(SAYS)].format(n=n),
                sameness=hashlib.sha256(str(n).encode()).hexdigest(),
                status=Comment.Status.PUBLISHED,
                listed=True,
                posted=posted,
                rank=rules.rank(0, posted),
            )
        )
    made = Comment.objects.bulk_create(rows)
    CommentRevision.objects.bulk_create(
        CommentRevision(comment=row, number=1, body=row.body, verdict={}, created=row.posted)
        for row in made
    )
    return len(made)
