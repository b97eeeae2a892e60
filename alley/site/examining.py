"""What `alley doctor` looks at, one short function a question; rooms add theirs by alley.upkeep."""

import shutil
import stat

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from modelsearch.backends import get_search_backend

from alley import upkeep
from alley.accounts.models import Reader, Role
from alley.upkeep import Level

SOUND_SQLITE = (3, 51, 3)  # from 3.7.0 on, older ones can corrupt a WAL database
MEGABYTE = 1024 * 1024
Answer = tuple[Level, str]


def database() -> Answer:
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SHOW synchronous_commit")
            kept = cursor.fetchone()[0]
            return ("ok" if kept == "on" else "bad"), f"PostgreSQL, synchronous_commit {kept}"
        cursor.execute("SELECT sqlite_version()")
        version = cursor.fetchone()[0]
        cursor.execute("PRAGMA journal_mode")
        journal = cursor.fetchone()[0]
        cursor.execute("PRAGMA synchronous")
        synchronous = cursor.fetchone()[0]
    if tuple(map(int, version.split("."))) < SOUND_SQLITE:
        return "bad", f"SQLite {version} can corrupt a database with several connections"
    if synchronous != 2 or journal not in {"wal", "memory"}:
        return "bad", f"SQLite {version} with journal {journal}, synchronous {synchronous}"
    return "ok", f"SQLite {version}, journal {journal}, synchronous FULL, writers wait in turn"


def migrations() -> Answer:
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if missing:
        return "bad", f"{missing} migrations are not applied; run `alley init`"
    return "ok", "all applied"


def disk() -> Answer:
    free = shutil.disk_usage(settings.DATA_DIR).free // MEGABYTE
    level: Level = "bad" if free < 200 else "warn" if free < 2000 else "ok"
    return level, f"{free} MB free in {settings.DATA_DIR}"


def secret_key() -> Answer:
    kept = settings.DATA_DIR / "secret-key"
    if not kept.exists():
        return "ok", "from the environment"
    mode = stat.S_IMODE(kept.stat().st_mode)
    if mode != 0o600:
        return "bad", f"{kept} can be read by others (mode {mode:04o}); run chmod 600 on it"
    return "ok", "kept in a file only its owner can read"


def mail() -> Answer:
    if settings.EMAIL_BACKEND.endswith(("filebased.EmailBackend", "locmem.EmailBackend")):
        level: Level = "ok" if settings.DEMO else "warn"
        return level, f"mails are written to {settings.EMAIL_FILE_PATH}, not sent"
    return "ok", f"sent by {settings.EMAIL_BACKEND.rpartition('.')[0]}"


def search() -> Answer:
    return "ok", type(get_search_backend()).__module__


def shared_cache() -> Answer:
    cache.set("doctor", "well", 10)
    if cache.get("doctor") != "well":
        return "bad", "the cache forgets what it is told"
    return "ok", "Redis answers" if settings.REDIS_URL else "in each process"


def address() -> Answer:
    if settings.DEBUG:
        return "bad", "ALLEY_DEBUG is on: errors show the inside of the site to everybody"
    if not settings.SECURE_COOKIES and not settings.DEMO:
        return "warn", f"{settings.SITE_URL} is not https: passwords and cookies travel open"
    return "ok", settings.SITE_URL


def admins() -> Answer:
    if not Reader.objects.filter(role=Role.ADMIN, is_active=True).exists():
        return "warn", "nobody can give roles; run `alley init` or `alley role NAME admin`"
    return "ok", "somebody can give roles"


def integrity() -> Answer:
    if connection.vendor != "sqlite":
        connection.check_constraints()
        return "ok", "every reference points somewhere"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        found = [row[0] for row in cursor.fetchmany(3)]
        cursor.execute("PRAGMA foreign_key_check")
        loose = len(cursor.fetchmany(1000))
    if found != ["ok"] or loose:
        return "bad", f"{'; '.join(found)}; {loose} references to nothing"
    return "ok", "the file is whole and every reference points somewhere"


def register() -> None:
    for look in (
        database, migrations, disk, secret_key, mail, search, shared_cache, address, admins,
    ):  # fmt: skip
        upkeep.examines(look.__name__.replace("_", " "), look)
    upkeep.examines("integrity", integrity, when="verify")
