"""A price that fired alerts was none. What fired stays fired, says so from now on, and its owner is
told: they may have acted on it."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from alley.accounts.actions import notify_many
from alley.accounts.models import Notification
from alley.alerts.kinds.base import spoken
from alley.alerts.models import Firing
from alley.markets.events import PriceWithdrawn


@transaction.atomic
def note_correction(event: PriceWithdrawn) -> int:
    """Append the note to the firings of that price; how many there are."""
    of_it = Q(proof__tick__id=event.tick) | Q(proof__previous__id=event.tick)  # the way back too
    same = Firing.objects.filter(of_it, alert__instrument=event.instrument_id)
    firings = list(same.select_related("alert").order_by("pk"))
    now = timezone.now()
    words = f"The price {spoken(f'{event.price.normalize():f}')} was taken back"
    words += f" on {now.day} {now:%b %Y}, {now:%H:%M} UTC: {event.why}"
    same.update(correction=words[:300])
    notify_many(
        [
            Notification(
                reader_id=firing.alert.owner_id,
                kind="alert",
                title=f"Taken back: {firing.title}"[:200],
                body=words,
                url=firing.get_absolute_url(),
            )
            for firing in firings
        ]
    )
    return len(firings)
