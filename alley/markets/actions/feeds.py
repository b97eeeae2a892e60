"""Which providers are followed, and what is noted of how they do."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from alley.live import bus
from alley.markets.breaker import wait_after
from alley.markets.models import Feed, Instrument, ProviderSymbol
from alley.markets.providers import PROVIDERS, terms_of
from alley.refusals import Refusal, Refused

LONGEST_PROBLEM = 300


@transaction.atomic
def follow(*, provider: str, codes: Mapping[str, str], licence: str = "", by: str = "") -> Feed:
    """Follow a provider's `codes` ({symbol: its code}); a feed that was off is on again.

    Raises Refused `not_found` for a provider or an instrument that is not known here.
    """
    if provider not in PROVIDERS:
        raise Refused(Refusal("not_found", f"There is no provider '{provider}'.", status=404))
    known = Instrument.objects.in_bulk(list(codes), field_name="symbol")
    if missing := [symbol for symbol in codes if symbol not in known]:
        words = f"There is no instrument {', '.join(missing)}; import it first."
        raise Refused(Refusal("not_found", words, status=404))
    terms = terms_of(provider)
    feed, _ = Feed.objects.update_or_create(
        provider=provider,
        defaults={
            "source": terms.source,
            "public": terms.public,
            "on": True,
            "changed_by": by,
            **({"licence": licence} if licence else {}),
        },
    )
    for symbol, code in codes.items():
        ProviderSymbol.objects.update_or_create(
            provider=provider, instrument=known[symbol], symbol=code, defaults={"valid_to": None}
        )
    _shown_anew(provider)
    return feed


@transaction.atomic
def switch_feed(*, provider: str, on: bool, by: str) -> None:
    Feed.objects.filter(provider=provider).update(
        on=on, changed_by=by, failures=0, rests_until=None
    )


@transaction.atomic
def license_feed(*, provider: str, licence: str, by: str) -> None:
    """Name the licence under which a provider's prices are shown; empty takes it back."""
    Feed.objects.filter(provider=provider).update(licence=licence.strip()[:200], changed_by=by)
    _shown_anew(provider)


def _shown_anew(provider: str) -> None:
    followed = ProviderSymbol.objects.filter(provider=provider)
    symbols = followed.values_list("instrument__symbol", flat=True)
    bus.purge("markets", *(f"instrument:{symbol}" for symbol in symbols))


def note_heard(*, provider: str, rows: int, newest: datetime | None, now: datetime) -> None:
    """Something came and was believed: the breaker closes."""
    feed = Feed.objects.get(provider=provider)
    feed.tried = feed.heard = now
    feed.newest = max(filter(None, (feed.newest, newest)), default=None)
    feed.rows = F("rows") + rows
    if feed.failures:
        feed.problem = ""
    feed.failures, feed.rests_until = 0, None
    feed.save(
        update_fields=["tried", "heard", "newest", "rows", "failures", "rests_until", "problem"]
    )


def note_problem(*, provider: str, problem: str) -> None:
    """What is wrong with some of what it answers, while the rest works; empty where nothing is."""
    Feed.objects.filter(provider=provider).update(problem=problem[:LONGEST_PROBLEM])


def note_failure(
    *, provider: str, problem: str, now: datetime, asked_for: float = 0.0
) -> timedelta:
    """What went wrong, and how long the provider is left alone."""
    feed = Feed.objects.get(provider=provider)
    feed.failures += 1
    wait = wait_after(feed.failures, asked_for, secrets.randbelow(1000) / 1000)
    feed.tried, feed.rests_until = now, now + wait
    feed.errors += 1
    feed.problem = problem[:LONGEST_PROBLEM]
    feed.save(update_fields=["tried", "failures", "rests_until", "errors", "problem"])
    return wait


def rest_over(feed: Feed) -> bool:
    return feed.rests_until is None or feed.rests_until <= timezone.now()
