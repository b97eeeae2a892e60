"""Each policy that was ever in force, as it was written; and what a new one would change."""

from django.conf import settings
from django.db import models


class PolicyVersion(models.Model):
    number = models.PositiveIntegerField(unique=True)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    note = models.CharField(max_length=300, blank=True)
    adopted = models.DateTimeField()
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )


class PolicyDraft(models.Model):
    """A policy somebody is writing, and its backtest. One an admin: theirs, until it is adopted."""

    class State(models.TextChoices):
        WRITTEN = "written"
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    author = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    text = models.TextField()
    saved = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WRITTEN)
    asked = models.JSONField(default=dict)  # since, and the digest of the text that is replayed
    labelled = models.TextField(blank=True)  # an uploaded file; dropped when the backtest is done
    seen = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
