"""Changes of rules are numbered in the order in which they are committed."""

from django.db import connection, transaction

from alley.alerts.models import Alert, Change
from alley.live import bus

LOCK = 8_107_002  # any number, the same for every writer of changes


def changed(alert: Alert, by: str = "") -> Change:
    """Tell the engine, and the reader's other open pages, inside the change's own transaction. `by`
    is the device it was done on; what the site did by itself has none.

    The lock makes ids grow in the order of commits, as SQLite's one writer does anyway.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a change belongs to a transaction")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    event = {"type": "alerts.changed", "id": alert.pk, "by": by}
    bus.publish(f"me:{alert.owner_id}", event)
    return Change.objects.create(alert=alert.pk, instrument=alert.instrument_id)
