"""What is held of a reader, as rows for the archive, a file at a time."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from django.apps import apps
from django.db.models import BooleanField, ExpressionWrapper, Model, Q

from alley.accounts.models import Reader
from alley.alerts.models import Alert, Delivery
from alley.discussion.models import Comment
from alley.markets.models import Instrument
from alley.moderation.models import Appeal, Statement
from alley.portfolios import exporting, shapes
from alley.portfolios.models import Portfolio, Watched, Watchlist
from alley.privacy.held import HELD, Held
from alley.privacy.models import DataRequest

Rows = Iterator[dict[str, Any]]
File = tuple[str, Callable[[], "Rows | str"]]
PERSON = (
    "id", "username", "email", "name", "role", "time_zone", "show_calls", "date_joined",
    "last_login",
)  # fmt: skip


def requests_of(reader: Reader) -> list[DataRequest]:
    """Newest first, without what was made."""
    there = ExpressionWrapper(Q(archive__isnull=False), BooleanField())
    mine = DataRequest.objects.filter(reader=reader).annotate(is_there=there)
    return list(mine.defer("archive")[:5])


def files_of(reader: Reader) -> list[File]:
    """Each file of the archive with how to make it: rows of a JSON list, or a text."""
    files: list[File] = [("account.json", lambda: iter([row_of(reader, kept=PERSON)]))]
    for held in HELD:
        if held.where in WHOLE:
            files.append((held.file, partial(WHOLE[held.where], reader)))
        elif held.file and held.where not in WITH_ANOTHER:
            files.append((held.file, partial(rows_of, held, reader)))
    return files + _portfolios(reader)


def rows_of(held: Held, reader: Reader) -> Rows:
    """Every column of every row but the one that leads to the reader, and secrets."""
    name, field = held.where.rsplit(".", 1)
    rows = apps.get_model(name)._default_manager.filter(**{field: reader}).order_by("pk")
    for row in rows.iterator():
        yield row_of(row, left_out=(field, *held.hidden))


def row_of(row: Model, *, kept: Iterable[str] = (), left_out: Iterable[str] = ()) -> dict[str, Any]:
    names = [field.name for field in row._meta.concrete_fields]
    wanted = list(kept) or [name for name in names if name not in set(left_out)]
    return {name: _plain(getattr(row, name)) for name in wanted}


def _plain(value: Any) -> Any:
    """Another row by the name people know it by."""
    match value:
        case Reader():
            return value.username
        case Instrument():
            return value.symbol
        case Comment():
            return f"/comments/{value.pk}/"
        case Model():
            return value.pk
        case _:
            return value


def _comments(reader: Reader) -> Rows:
    hidden = ("author", "sameness", "place", "places", "rank", "listed", "root")
    own = Comment.objects.filter(author=reader).select_related("thread", "parent")
    for one in own.prefetch_related("revisions").order_by("pk").iterator(chunk_size=500):
        revisions = [
            row_of(revision, kept=("number", "body", "created"))
            for revision in sorted(one.revisions.all(), key=lambda revision: revision.number)
        ]
        about = {"kind": one.thread.kind, "key": one.thread.key}
        yield {**row_of(one, left_out=hidden), "thread": about, "revisions": revisions}


def _alerts(reader: Reader) -> Rows:
    own = Alert.objects.filter(owner=reader).prefetch_related("firings").order_by("pk")
    for one in own.iterator(chunk_size=500):
        firings = [
            {
                **row_of(firing, left_out=("alert",)),
                "deliveries": [
                    row_of(sent, kept=("channel", "state", "attempts", "sent"))
                    for sent in Delivery.objects.filter(firing=firing).order_by("pk")
                ],
            }
            for firing in one.firings.all()
        ]
        yield {**row_of(one, left_out=("owner", "memory")), "firings": firings}


def _watchlists(reader: Reader) -> Rows:
    for one in Watchlist.objects.filter(reader=reader):
        rows = Watched.objects.filter(watchlist=one).select_related("instrument")
        listed = [row_of(row, kept=("instrument", "note", "added")) for row in rows]
        yield {**shapes.watchlist(one), "rows": listed}


def _statements(reader: Reader) -> Rows:
    for one in Statement.objects.filter(reader=reader).order_by("pk"):
        kept = ("text", "created", "outcome", "answer", "heard")
        appeals = [row_of(appeal, kept=kept) for appeal in Appeal.objects.filter(statement=one)]
        yield {**row_of(one, left_out=("reader", "decision", "sanction")), "appeals": appeals}


def _portfolios(reader: Reader) -> list[File]:
    files: list[File] = []
    for one in Portfolio.objects.filter(reader=reader):
        name = f"portfolios/{one.pk}"
        files.append((f"{name}.json", partial(exporting.as_json, one)))
        files.append((f"{name}.csv", partial(exporting.as_csv, one)))
    return files


WHOLE: dict[str, Callable[[Reader], Rows]] = {
    "discussion.Comment.author": _comments,
    "alerts.Alert.owner": _alerts,
    "portfolios.Watchlist.reader": _watchlists,
    "moderation.Statement.reader": _statements,
}
WITH_ANOTHER = {"alerts.Delivery.reader", "portfolios.Portfolio.reader"}
