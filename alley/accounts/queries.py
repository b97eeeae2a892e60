"""Reads about readers."""

from django.db.models import Q

from alley.accounts.models import STAFF, Block, Reader


def unmet_by(reader: Reader | None) -> frozenset[int]:
    """Ids of the readers this one does not meet: blocked by them, or having blocked them.

    Nobody for anonymous readers and for staff, who see all and are seen by all.
    """
    if reader is None or not reader.is_authenticated or reader.is_staff_role:
        return frozenset()
    pairs = Block.objects.filter(
        Q(blocker=reader) & ~Q(blocked__role__in=STAFF)
        | Q(blocked=reader) & ~Q(blocker__role__in=STAFF)
    )
    return frozenset(
        blocked if blocker == reader.pk else blocker
        for blocker, blocked in pairs.values_list("blocker_id", "blocked_id")
    )
