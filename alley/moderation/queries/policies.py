"""The policies that were in force, newest first, and the one an admin is writing."""

from dataclasses import dataclass
from datetime import datetime

from alley.accounts.models import Reader
from alley.moderation import policy as policies
from alley.moderation.models import PolicyDraft, PolicyVersion


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    text: str
    note: str = ""
    adopted: datetime | None = None
    by: str = ""
    in_force: bool = False


def versions() -> list[Version]:
    """All of them; the shipped one is the first that ever was."""
    kept = list(PolicyVersion.objects.select_related("adopted_by").order_by("-number"))
    found = [
        Version(
            each.number,
            each.text,
            each.note,
            each.adopted,
            each.adopted_by.shown_name if each.adopted_by else "",
            at == 0,
        )
        for at, each in enumerate(kept)
    ]
    shipped = Version(policies.shipped().version, policies.SHIPPED.read_text(), in_force=not kept)
    return [*found, shipped]


def draft_of(admin: Reader) -> PolicyDraft | None:
    return PolicyDraft.objects.filter(author=admin).first()
