"""Is the process alive, and may it be given work?"""

import os
import sqlite3
import tempfile

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from alley.refusals import Refusal

SOUND_SQLITE = ((3, 51, 3), (3, 50, 7), (3, 44, 6))  # the fix of the WAL-reset bug, and backports


def sqlite_is_sound(version: tuple[int, ...]) -> bool:
    """False for the versions that can corrupt a WAL database with several connections."""
    newest, *backports = SOUND_SQLITE
    return version >= newest or any(version[:2] == b[:2] and version >= b for b in backports)


def troubles() -> dict[str, str]:
    """What keeps this process from working, by a stable word; empty when all is well."""
    found = {}
    if connection.vendor == "sqlite" and not sqlite_is_sound(sqlite3.sqlite_version_info):
        found["sqlite_unsound"] = (
            f"SQLite {sqlite3.sqlite_version} can corrupt its database; install pysqlite3"
        )
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        found["database"] = "The database does not answer."
    try:
        with tempfile.TemporaryFile(dir=settings.DATA_DIR) as file:
            file.write(b"\0" * 4096)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        found["disk_full"] = "The data directory cannot be written."
    return found


def live(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "live"})


def ready(request: HttpRequest) -> HttpResponse:
    found = troubles()
    if found:
        code, words = next(iter(found.items()))
        return Refusal(code, words, status=503, more={"troubles": found}).as_problem()
    return JsonResponse({"status": "ready"})
