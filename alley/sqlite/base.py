"""The database engine `alley.sqlite`."""

import time
from functools import cache
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from alley.sqlite.line import Line
from alley.sqlite.turns import Turns


class Queue:
    """To one database: through the threads of this process, then through the processes."""

    def __init__(self, database: str, *, alone: bool) -> None:
        self.turns = Turns()
        self.line = None if alone else Line(database)

    def take(self, patience: float) -> bool:
        """Wait at most `patience` seconds; whether it is one's turn to write."""
        until = time.monotonic() + patience
        if not self.turns.take(patience):
            return False
        try:
            had = self.line is None or self.line.enter(until - time.monotonic())
        except BaseException:
            self.turns.give()
            raise
        if not had:
            self.turns.give()
        return had

    def give(self) -> None:
        if self.line is not None:
            self.line.leave()
        self.turns.give()


@cache
def queue_to(database: str, *, alone: bool) -> Queue:
    return Queue(database, alone=alone)


class DatabaseWrapper(base.DatabaseWrapper):
    """Who writes waits for those who came earlier, in this process and in others."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.turn: Queue | None = None

    def _start_transaction_under_autocommit(self) -> None:
        in_memory: bool = self.is_in_memory_db()
        queue = queue_to(str(self.settings_dict["NAME"]), alone=in_memory)
        if not queue.take(self.settings_dict["OPTIONS"].get("timeout", 5)):
            raise OperationalError("database is locked: others write for too long")
        self.turn = queue
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._give()  # not after an error: a transaction that could not commit is rolled back

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._give()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._give()

    def _give(self) -> None:
        turn, self.turn = self.turn, None
        if turn is not None:
            turn.give()
