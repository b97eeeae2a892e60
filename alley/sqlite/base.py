"""The database engine `alley.sqlite`."""

from collections import defaultdict
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from alley.sqlite.turns import Turns

_turns: defaultdict[str, Turns] = defaultdict(Turns)  # by database


def turns_of(database: str) -> Turns:
    return _turns[database]


class DatabaseWrapper(base.DatabaseWrapper):
    """Who writes waits for those who came earlier; for other processes, as SQLite does."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.turn: Turns | None = None

    def _start_transaction_under_autocommit(self) -> None:
        turns = turns_of(str(self.settings_dict["NAME"]))
        if not turns.take(self.settings_dict["OPTIONS"].get("timeout", 5)):
            raise OperationalError("database is locked: others of this process write for too long")
        self.turn = turns
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
