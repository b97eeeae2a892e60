"""What moderation did, appended and never changed; each entry seals the one before it."""

import hashlib
import json
from typing import Any, NoReturn

from django.db import models

FIRST = "0" * 64


class AppendOnly(models.QuerySet["LogEntry"]):
    def update(self, **changes: Any) -> NoReturn:
        raise TypeError("The moderation log is appended, never changed.")

    def delete(self) -> NoReturn:
        raise TypeError("The moderation log is appended, never shortened.")


class LogEntry(models.Model):
    """Coded facts only, no text of anybody: it outlives what it speaks of."""

    class Action(models.TextChoices):
        OPENED = "opened", "Case opened"
        CLOSED = "closed", "Case closed"
        APPROVE = "approve", "Approved"
        REJECT = "reject", "Rejected"
        SUSPEND = "suspend", "Decided to suspend"
        BAN = "ban", "Banned"
        SUSPENSION = "suspension", "Suspended"
        LIFTED = "lifted", "Sanction lifted"
        HIDE = "hide", "Hidden by reports"
        HOLD = "hold", "Told why it waits"
        LAPSED = "lapsed", "Lapsed"
        UNDO = "undo", "Decision taken back"
        REPORTED = "reported", "Reported"
        WITHDREW = "withdrew", "Report withdrawn"
        APPEALED = "appealed", "Appealed"
        RECOGNISED = "recognised", "Resembles a banned reader"
        LIKES_SET_ASIDE = "likes_set_aside", "Likes set aside"
        POLICY = "policy", "Policy changed"
        MODEL = "model", "Learned model switched"

    at = models.DateTimeField()
    actor = models.BigIntegerField(null=True)  # reader id; None is the machine
    action = models.CharField(max_length=30, choices=Action)
    subject_kind = models.CharField(max_length=30)
    subject_key = models.CharField(max_length=100)
    guideline = models.CharField(max_length=40, blank=True)  # as in `facts`, to be searched by
    facts = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64)

    objects = AppendOnly.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["at", "id"], name="log_by_time"),
            models.Index(fields=["actor", "id"], name="log_by_actor"),
            models.Index(fields=["action", "id"], name="log_by_action"),
            models.Index(fields=["guideline", "id"], name="log_by_guideline"),
            models.Index(fields=["subject_kind", "subject_key", "id"], name="log_by_subject"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("The moderation log is appended, never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("The moderation log is appended, never shortened.")

    def fits(self, previous: str) -> bool:
        """Nothing of it was changed, and it follows the entry whose digest is `previous`."""
        return (
            self.previous == previous
            and self.seal() == self.digest
            and self.guideline == self.facts.get("guideline", "")
        )

    def seal(self) -> str:
        """The digest of this entry and, through `previous`, of all before it."""
        said = [
            self.previous,
            self.at.isoformat(),
            self.actor,
            self.action,
            self.subject_kind,
            self.subject_key,
            self.facts,
        ]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
