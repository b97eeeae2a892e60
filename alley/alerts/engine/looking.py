"""A look before a turn: whether there is anything to do. It only reads, so that the many commits
that wake an engine without concerning it do not each cost a turn of the database's one writer."""

from django.db import connection
from django.utils import timezone

from alley.alerts.engine.shards import LEASE
from alley.alerts.models import Shard

NOTHING_NEW = """
    SELECT 1 FROM alerts_shard WHERE id = %s AND fence = %s
    AND NOT EXISTS (SELECT 1 FROM markets_tickpack WHERE last > %s)
    AND NOT EXISTS (SELECT 1 FROM alerts_change WHERE id > %s)
    AND (number > 0 OR NOT EXISTS (SELECT 1 FROM alerts_storyheard))
"""


def nothing_to_do(shard: Shard) -> bool:
    """Neither ticks nor changes nor stories, the lease one's own still and good for a while."""
    if shard.until is None or not LEASE / 2 <= shard.until - timezone.now() <= LEASE:
        return False
    with connection.cursor() as cursor:
        cursor.execute(NOTHING_NEW, [shard.pk, shard.fence, shard.position, shard.changes])
        return cursor.fetchone() is not None
