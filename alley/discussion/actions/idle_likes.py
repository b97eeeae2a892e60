"""Whether a like moves its comment, or is one of many from one place."""

from datetime import datetime

from django.db.models import Q

from alley.accounts.models import Reader
from alley.discussion.models import Comment, Vote
from alley.moderation import policy as policies
from alley.moderation.brigades import Near, idle
from alley.moderation.queries import kin_of


def why_idle(reader: Reader, comment: Comment, now: datetime) -> str:
    """brigades.Idle, or nothing: it moves. A network counts among new accounts at any time, among
    others within the hour only: an office may agree, but not all at once."""
    limits = policies.current().likes
    kin = kin_of(reader, now)
    moving = Vote.objects.filter(comment=comment, idle="").exclude(reader=reader)
    lately = Q(created__gt=now - limits.within, created__lte=now)
    fresh = Q(reader__date_joined__gt=now - limits.new_for)
    is_new = reader.date_joined > now - limits.new_for
    alike = lately | fresh if is_new else lately
    near = Near(
        device=moving.filter(reader__in=kin.device).count() if kin.device else 0,
        network=moving.filter(alike, reader__in=kin.network).count() if kin.network else 0,
        rush=moving.filter(lately & fresh).count() if is_new else None,
    )
    return str(idle(near, limits) or "")
