"""Migrating an empty database takes seconds, and every process of the tests needs one: the first
keeps the result, the others copy it. Kept under a name made of all that migrations are."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.commands import migrate
from django.db import connections

ROOT = Path(__file__).parent.parent
KEPT = ROOT / ".pytest_cache" / "migrated"


@contextmanager
def migrated_once() -> Iterator[None]:
    """While it is open, `migrate` on SQLite takes what was kept of an earlier one."""
    handle = migrate.Command.handle

    def kept(command: Any, *arguments: Any, **options: Any) -> Any:
        connection = connections[options["database"]]
        if connection.vendor != "sqlite":
            return handle(command, *arguments, **options)
        connection.ensure_connection()
        KEPT.mkdir(parents=True, exist_ok=True)
        with (KEPT / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            file = KEPT / f"{_name()}.sqlite3"
            if file.exists():
                _copy(connection.Database.connect(str(file)), connection.connection)
                return None
            done = handle(command, *arguments, **options)
            for old in KEPT.glob("*.sqlite3"):
                old.unlink()
            half = file.with_suffix(".half")
            _copy(connection.connection, connection.Database.connect(str(half)), close="target")
            half.rename(file)
            return done

    migrate.Command.handle = kept
    try:
        yield
    finally:
        migrate.Command.handle = handle


def _name() -> str:
    """Of our migrations, our settings, and the versions of all that brings its own."""
    told = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for file in (ROOT / "alley" / "settings.py", *sorted(ROOT.glob("alley/*/migrations/*.py"))):
        told.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return told.hexdigest()[:32]


def _copy(source: Any, target: Any, close: str = "source") -> None:
    source.backup(target)
    (source if close == "source" else target).close()
