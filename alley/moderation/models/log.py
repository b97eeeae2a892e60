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

    at = models.DateTimeField(db_index=True)
    actor = models.BigIntegerField(null=True)  # reader id; None is the machine
    action = models.CharField(max_length=30)
    subject_kind = models.CharField(max_length=30)
    subject_key = models.CharField(max_length=100)
    facts = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64)

    objects = AppendOnly.as_manager()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("The moderation log is appended, never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("The moderation log is appended, never shortened.")

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
