"""A new policy comes into force: checked, numbered, kept as it was written."""

from django.db import transaction
from django.utils import timezone

from alley.accounts.models import Reader
from alley.accounts.permissions import May, check
from alley.live import bus
from alley.moderation import policy as policies
from alley.moderation.actions import log
from alley.moderation.models import PolicyVersion


@transaction.atomic
def adopt_policy(*, text: str, admin: Reader, note: str = "") -> PolicyVersion:
    """Raises PolicyError where the text cannot be used. The pages made from it are made anew."""
    check(admin, May.CHANGE_POLICY)
    policies.read(text)
    now = timezone.now()
    last = PolicyVersion.objects.select_for_update().order_by("-number").first()
    version = PolicyVersion.objects.create(
        number=(last.number if last else policies.shipped().version) + 1,
        text=text,
        digest=policies.digest_of(text),
        note=note,
        adopted=now,
        adopted_by=admin,
    )
    log.append(now, admin, "policy", "policy", version.number, digest=version.digest)
    bus.purge("policy")
    return version
