"""Fetching from sources: politely, conditionally, and only through egress."""

from datetime import datetime, timedelta

from django.utils import timezone

from alley.egress import EgressRefused, Limits, fetch
from alley.news.actions.ingest import Outcome, ingest_bytes, keep
from alley.news.models import Source
from alley.news.wire.reader import Reader

LIMITS = Limits(size=20_000_000)
LONGEST_BACKOFF = timedelta(hours=6)


def ingest_address(
    url: str, *, source: Source, reader: Reader, publish: bool | None = None
) -> list[Outcome]:
    """Fetch one address now and apply what it tells."""
    try:
        fetched = fetch(url, limits=LIMITS)
    except EgressRefused as error:
        return _refused(url, source, str(error))
    if fetched.status != 200:
        return _refused(url, source, f"the answer was {fetched.status}")
    return ingest_bytes(
        fetched.body, source=source, reader=reader, address=fetched.url, publish=publish
    )


def fetch_source(source: Source, *, reader: Reader) -> list[Outcome]:
    """Ask the source for what is new since the last time, and set when to ask again."""
    now = timezone.now()
    Source.objects.filter(pk=source.pk).update(due=_next(source, now))  # nobody else asks meanwhile
    try:
        fetched = fetch(source.url, etag=source.etag, modified=source.last_modified, limits=LIMITS)
    except EgressRefused as error:
        return _failed(source, str(error), now)
    if fetched.status == 304:
        _answered(source, source.etag, source.last_modified, now)
        return []
    if fetched.status != 200:
        return _failed(source, f"the answer was {fetched.status}", now)
    outcomes = ingest_bytes(fetched.body, source=source, reader=reader, address=fetched.url)
    _answered(source, fetched.etag, fetched.modified, now)
    return outcomes


def _answered(source: Source, etag: str, modified: str, now: datetime) -> None:
    source.failures = 0
    Source.objects.filter(pk=source.pk).update(
        etag=etag[:300],
        last_modified=modified[:100],
        fetched=now,
        failures=0,
        due=_next(source, now),
    )


def _failed(source: Source, reason: str, now: datetime) -> list[Outcome]:
    source.failures = min(source.failures + 1, 20)
    Source.objects.filter(pk=source.pk).update(
        failures=source.failures, due=_next(source, now), fetched=now
    )
    return _refused(source.url, source, reason)


def _refused(url: str, source: Source, reason: str) -> list[Outcome]:
    keep(b"", source=source, address=url, reason=reason)
    return [Outcome("refused", reason)]


def _next(source: Source, now: datetime) -> datetime:
    """Twice as long after every failure in a row."""
    pause: timedelta = timedelta(minutes=max(source.interval, 1)) * 2**source.failures
    return now + min(pause, LONGEST_BACKOFF)
