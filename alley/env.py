"""Settings from the environment. A value that cannot be understood stops the start, by name."""

import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key


def text(name: str, default: str) -> str:
    return os.environ.get(name, default)


def words(name: str, default: str) -> list[str]:
    """A list, written with commas between."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def one_of(name: str, default: str, choices: tuple[str, ...]) -> str:
    value = os.environ.get(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}; use {' or '.join(choices)}")
    return value


def pairs(name: str) -> dict[str, str]:
    """Names with values, written `eia=one,fred=two`."""
    found = dict.fromkeys(words(name, ""))
    for word in found:
        if "=" not in word:
            raise ImproperlyConfigured(f"{name} has {word!r}; write name=value with commas between")
    return {key.strip(): value.strip() for key, _, value in (word.partition("=") for word in found)}


def switch(name: str, default: bool) -> bool:
    value = os.environ.get(name, "on" if default else "off").lower()
    if value not in {"on", "off"}:
        raise ImproperlyConfigured(f"{name} is {value!r}; use on or off")
    return value == "on"


def whole(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is {value!r}; use a whole number")
    return int(value)


def minutes(name: str, default: int) -> timedelta:
    value = os.environ.get(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is {value!r}; use a whole number of minutes")
    return timedelta(minutes=int(value))


def folder(name: str, default: Path) -> Path:
    """A folder that exists when this returns."""
    path = Path(text(name, str(default))).expanduser().resolve()
    path.mkdir(parents=True, exist_ok=True)
    return path


def secret(name: str, kept_in: Path) -> str:
    """The secret from the environment, or one made at the first start and kept in a file."""
    if value := os.environ.get(name):
        return value
    try:
        with os.fdopen(os.open(kept_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(get_random_secret_key())
    except FileExistsError:
        pass
    return kept_in.read_text()


def database(name: str, default: Path) -> dict[str, Any]:
    """Django's DATABASES entry for a URL; SQLite opens for durable, waiting writers."""
    url = text(name, f"sqlite:///{default}")
    try:
        entry: dict[str, Any] = dict(dj_database_url.parse(url))
    except (ValueError, dj_database_url.UnknownSchemeError) as error:
        raise ImproperlyConfigured(f"{name} is not a database address: {error}") from error
    if entry["ENGINE"].endswith("sqlite3"):
        entry["ENGINE"] = "alley.sqlite"
        entry["TEST"] = {"NAME": ":memory:"}  # test runners know only Django's own engine by name
        entry["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",  # deferred: 1,436 of 1,600 parallel writes failed
            "timeout": 20,
            # FULL: what was acknowledged survives a power cut
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            " PRAGMA cache_size=-16384; PRAGMA temp_store=MEMORY;",
        }
    else:
        entry["CONN_HEALTH_CHECKS"] = True
    entry["CONN_MAX_AGE"] = 600  # opening one anew takes 3 ms of processor time
    return entry


def mail(name: str) -> dict[str, Any]:
    """Django's mail settings for `smtp://user:password@host:587` or `smtps://…:465`."""
    address = urlsplit(text(name, ""))
    if address.scheme not in {"smtp", "smtps"} or not address.hostname:
        raise ImproperlyConfigured(f"{name} is not a mail server: smtp://user:password@host:587")
    secure = address.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": address.hostname,
        "EMAIL_PORT": address.port or (465 if secure else 587),
        "EMAIL_HOST_USER": unquote(address.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(address.password or ""),
        "EMAIL_USE_SSL": secure,
        "EMAIL_USE_TLS": not secure and bool(address.username),
        "EMAIL_TIMEOUT": 10,
    }


def use_sound_sqlite() -> None:
    """Put pysqlite3 in the place of Python's sqlite3 before Django loads it.

    SQLite 3.7.0 to 3.51.2 can corrupt a WAL database that has several connections, and the
    system's own library is often that old.
    """
    try:
        import pysqlite3
    except ImportError:  # no wheel for this platform: `alley doctor` checks the system's version
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
