"""May this reader speak; is this address a banned reader's."""

from datetime import datetime

from django.conf import settings
from django.db.models import BigIntegerField, CharField, Count, DateTimeField, Q, QuerySet
from django.utils import timezone

from alley.accounts.models import Reader
from alley.moderation import policy as policies
from alley.moderation import rules
from alley.moderation.models import BanMark, Case, Report, Sanction
from alley.moderation.recognition import canonical, digest_of
from alley.prepared import Blank, prepared
from alley.refusals import Refusal


def may_speak(reader: Reader, now: datetime) -> Refusal | None:
    """Why this reader may not comment, vote or report now: `suspended` or `banned`. One query."""
    standing = _in_force.all(reader=reader.pk, now=now)
    if any(sanction.kind == Sanction.Kind.BAN for sanction in standing):
        return rules.BANNED
    ends = {each.until: each for each in standing if each.until}
    if not ends:
        return None
    longest = ends[until := max(ends)]
    statement = longest.statement.pk if hasattr(longest, "statement") else None
    return rules.suspended(until, by_reports=longest.by_id is None, statement=statement)


@prepared(reader=BigIntegerField(), now=DateTimeField())
def _in_force(reader: Blank, now: Blank) -> QuerySet[Sanction]:
    return Sanction.objects.in_force(now).filter(reader=reader).select_related("statement")


def reports_decided(reader: Reader) -> tuple[int, int]:
    """How many of a reader's reports were upheld, and how many dismissed."""
    said = Report.objects.filter(reporter=reader).aggregate(
        upheld=Count("pk", filter=Q(outcome=Report.Outcome.UPHELD)),
        dismissed=Count("pk", filter=Q(outcome=Report.Outcome.DISMISSED)),
    )
    return said["upheld"], said["dismissed"]


def next_step(reader: Reader) -> int:
    """Which step of the ladder a moderator's next suspension of this reader is, from 0."""
    before = Sanction.objects.filter(reader=reader, by__isnull=False, lifted=None).count()
    return min(before, len(policies.current().sanctions.ladder) - 1)


def is_watched(reader: Reader) -> bool:
    """Whether a new account resembles a banned one and no moderator has said otherwise yet."""
    return bool(_resembles.all(key=str(reader.pk)))


@prepared(key=CharField())
def _resembles(key: Blank) -> QuerySet[Case, int]:
    waiting = Case.objects.filter(kind=Case.Kind.RETURNING, state=Case.State.OPEN)
    return waiting.filter(subject_kind="reader", subject_key=key).values_list("pk", flat=True)[:1]


def recognises(email: str) -> bool:
    """Whether this address is, in another spelling perhaps, a banned reader's."""
    digest = digest_of("email", canonical(email), settings.SECRET_KEY)
    return BanMark.objects.filter(
        kind=BanMark.Kind.EMAIL, digest=digest, expires__gt=timezone.now()
    ).exists()
