"""May this reader speak; is this address a banned reader's."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from alley.accounts.models import Reader
from alley.moderation import rules
from alley.moderation.models import BanMark, Sanction
from alley.moderation.recognition import digest_of
from alley.refusals import Refusal


def may_speak(reader: Reader, now: datetime) -> Refusal | None:
    """Why this reader may not comment, vote or report now: `suspended` or `banned`. One query."""
    standing = list(
        Sanction.objects.in_force(now).filter(reader=reader).select_related("statement")
    )
    if any(sanction.kind == Sanction.Kind.BAN for sanction in standing):
        return rules.BANNED
    ends = {each.until: each for each in standing if each.until}
    if not ends:
        return None
    longest = ends[until := max(ends)]
    statement = longest.statement.pk if hasattr(longest, "statement") else None
    return rules.suspended(until, by_reports=longest.by_id is None, statement=statement)


def recognises(email: str) -> bool:
    """Whether this address is, in another spelling perhaps, a banned reader's."""
    digest = digest_of(email, settings.SECRET_KEY)
    return BanMark.objects.filter(digest=digest, expires__gt=timezone.now()).exists()
