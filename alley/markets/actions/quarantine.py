"""Prices that were kept away: somebody looks, and lets one in or throws it out."""

from django.db import transaction
from django.utils import timezone

from alley.markets.actions.quotes import record_quotes
from alley.markets.models import Quarantined
from alley.markets.tick import Tick
from alley.refusals import Refusal, Refused

SETTLED = Refusal("already_decided", "Somebody has settled this price.", status=409)


@transaction.atomic
def settle_quarantined(*, pk: int, release: bool, by: str) -> Quarantined:
    """Let the price in, or leave it out. Raises Refused `not_found`, `already_decided`.

    What was let in counts from its own moment on: a newer price taken since stays.
    """
    kept = (
        Quarantined.objects.select_for_update().select_related("instrument").filter(pk=pk).first()
    )
    if kept is None:
        raise Refused(Refusal("not_found", "There is no such price.", status=404))
    if kept.settled is not None:
        raise Refused(SETTLED)
    kept.settled, kept.settled_by, kept.released = timezone.now(), by, release
    kept.save(update_fields=["settled", "settled_by", "released"])
    if release:
        tick = Tick(kept.instrument.symbol, kept.price, kept.time, kept.source, kept.kind)
        record_quotes([tick], guarded=False)
    return kept
