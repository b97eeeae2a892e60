"""What is made once answers as Django's own queries do."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import BigIntegerField, CharField, DateTimeField, QuerySet
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alley.accounts.models import Reader
from alley.discussion.models import Comment, Thread
from alley.live.models import Event
from alley.prepared import Blank, insert, prepared


@prepared(author=BigIntegerField(), since=DateTimeField())
def said_since(author: Blank, since: Blank) -> QuerySet[Comment]:
    found = Comment.objects.filter(author=author, posted__gte=since)
    return found.select_related("author", "thread", "parent__author").order_by("-id")


@prepared(author=BigIntegerField())
def told(author: Blank) -> QuerySet[Comment, tuple[str, object]]:
    return Comment.objects.filter(author=author).order_by("id").values_list("body", "posted")


@prepared(name=CharField())
def number_of(name: Blank) -> QuerySet[Reader, int]:
    return Reader.objects.filter(username=name).values_list("pk", flat=True)


@pytest.fixture
def comments(ada: Reader, bo: Reader) -> list[Comment]:
    thread = Thread.objects.create(kind="instrument", key="XNYS:CVX")
    now = timezone.now()
    return [
        Comment.objects.create(
            thread=thread, author=author, body=f"said {number}", posted=now - timedelta(days=number)
        )
        for number, author in enumerate((ada, bo, ada, ada))
    ]


def test_models_come_whole_with_what_belongs_to_them(ada: Reader, comments: list[Comment]) -> None:
    since = timezone.now() - timedelta(days=2, hours=1)
    found = said_since.all(author=ada.pk, since=since)

    assert [one.body for one in found] == ["said 2", "said 0"]
    with CaptureQueriesContext(connection) as asked:
        assert {one.author.username for one in found} == {"ada"}
        assert {one.thread.key for one in found} == {"XNYS:CVX"}
        assert {one.parent for one in found} == {None}
    assert len(asked) == 0
    assert found[0].posted == comments[2].posted
    assert found[0] == comments[2]


def test_each_use_fills_the_blanks_anew(ada: Reader, bo: Reader, comments: list[Comment]) -> None:
    assert [body for body, _ in told.all(author=ada.pk)] == ["said 0", "said 2", "said 3"]
    assert told.all(author=bo.pk) == [("said 1", comments[1].posted)]
    assert number_of.first(name="bo") == bo.pk
    assert number_of.first(name="nobody") is None


def test_what_cannot_have_rows_has_none(ada: Reader, comments: list[Comment]) -> None:
    @prepared(author=BigIntegerField())
    def none(author: Blank) -> QuerySet[Comment, int]:
        return Comment.objects.filter(author=author).values_list("pk", flat=True)[:0]

    assert none.all(author=ada.pk) == []
    with pytest.raises(LookupError):
        none.get(author=ada.pk)


def test_hostile_words_are_values_and_nothing_else(ada: Reader) -> None:
    assert number_of.first(name="ada' OR '1'='1") is None
    assert number_of.first(name="%s") is None


@prepared(start=CharField())
def begins(start: Blank) -> QuerySet[Reader, str]:
    hundreds = Reader.objects.filter(username__contains="100%", username__startswith=start)
    return hundreds.values_list("username", flat=True)


@pytest.mark.parametrize("listened", [False, True])
def test_a_percent_sign_is_one_whether_or_not_somebody_listens(ada: Reader, listened: bool) -> None:
    Reader.objects.filter(pk=ada.pk).update(username="sure 100%")

    listening = CaptureQueriesContext(connection) if listened else nullcontext()
    with listening:
        assert begins.all(start="sure") == ["sure 100%"]
        assert begins.all(start="100%") == []


def test_whoever_listens_hears_of_it(ada: Reader) -> None:
    with CaptureQueriesContext(connection) as asked:
        number_of.first(name="ada")
    assert len(asked) == 1

    heard: list[str] = []

    def listening(run: Callable[..., object], sql: str, *rest: object) -> object:
        heard.append(sql)
        return run(sql, *rest)

    with connection.execute_wrapper(listening):
        number_of.first(name="ada")
    assert len(heard) == 1


def test_in_a_transaction_that_broke_nothing_is_asked_any_more(ada: Reader) -> None:
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(TransactionManagementError):
            number_of.first(name="ada")


def test_an_inserted_row_is_the_one_that_save_would_have_made(ada: Reader) -> None:
    thread = insert(Thread(kind="article", key="7"))
    new = Comment(thread=thread, author=ada, body="näh 100 % 🙂", sameness="x", listed=True)
    kept = Comment.objects.get(pk=insert(new).pk)
    saved = Comment(thread=thread, author=ada, body=new.body, sameness="x", listed=True)
    saved.posted = new.posted
    saved.save()
    saved.refresh_from_db()

    names = [field.attname for field in Comment._meta.concrete_fields if field.name != "id"]
    assert [getattr(kept, name) for name in names] == [getattr(saved, name) for name in names]
    new.body = "changed"
    new.save()  # it is known to be there: no second row
    assert Comment.objects.count() == 2


def test_json_and_moments_of_now_are_kept(db: None) -> None:
    event = insert(Event(topic="breaking", payload={"type": "x", "words": ["é", None, 1.5]}))
    kept = Event.objects.get(pk=event.pk)

    assert kept.payload == {"type": "x", "words": ["é", None, 1.5]}
    assert kept.created == event.created
