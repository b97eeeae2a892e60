"""Writers of one process on SQLite take turns in the order in which they came."""

import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections

from alley.sqlite.base import DatabaseWrapper, queue_to
from alley.sqlite.turns import Turns

pytestmark = pytest.mark.sqlite


def until(true: Callable[[], object]) -> None:
    ready = threading.Event()
    for _ in range(20_000):
        if true():
            return
        ready.wait(0.001)
    raise AssertionError("it did not come")


def test_whoever_has_waited_longest_is_next() -> None:
    turns, served = Turns(), []
    assert turns.take(1)

    def wait(name: int) -> None:
        assert turns.take(20)
        served.append(name)
        turns.give()

    threads = [threading.Thread(target=wait, args=(name,)) for name in range(12)]
    for many, thread in enumerate(threads, 1):
        thread.start()
        until(lambda many=many: len(turns.waiting) == many)
    turns.give()
    for thread in threads:
        thread.join(20)

    assert served == list(range(12))
    assert turns.take(0.01)  # and free again


def test_who_gives_up_is_passed_over() -> None:
    turns = Turns()
    assert turns.take(1)
    assert not turns.take(0.01)
    turns.give()
    assert turns.take(0.01)


class Writer:
    """A connection of its own to one file."""

    def __init__(self, file: Path) -> None:
        settings = connections[DEFAULT_DB_ALIAS].settings_dict | {"NAME": str(file)}
        self.database = DatabaseWrapper(settings | {"OPTIONS": {"transaction_mode": "IMMEDIATE"}})

    def begin(self) -> None:
        self.database.ensure_connection()
        self.database._start_transaction_under_autocommit()

    def close(self) -> None:
        self.database.close()


def test_who_waits_too_long_is_told_that_the_database_is_locked(db: None, tmp_path: Path) -> None:
    first, second = Writer(tmp_path / "x"), Writer(tmp_path / "x")
    second.database.settings_dict["OPTIONS"]["timeout"] = 0.01
    first.begin()
    with pytest.raises(OperationalError, match="locked"):
        second.begin()
    first.database.rollback()
    second.begin()
    second.database.rollback()

    for writer in (first, second):
        writer.close()


@pytest.mark.parametrize("end", ["commit", "rollback", "close"])
def test_the_turn_passes_on_however_a_transaction_ends(db: None, tmp_path: Path, end: str) -> None:
    first, second, began = Writer(tmp_path / "x"), Writer(tmp_path / "x"), threading.Event()
    turns = queue_to(str(tmp_path / "x"), alone=False).turns
    first.begin()

    def write() -> None:
        with closing(second):
            second.begin()
            began.set()

    thread = threading.Thread(target=write)
    second.database.inc_thread_sharing()
    thread.start()
    until(lambda: turns.waiting)
    assert not began.is_set()
    getattr(first.database, end)()
    thread.join(20)

    assert began.is_set()
    first.close()
    assert not turns.taken
