"""What a reader told the moderators about something another reader wrote."""

from django.conf import settings
from django.db import models

from alley.moderation.models.case import Case


class Report(models.Model):
    class Outcome(models.TextChoices):
        OPEN = "open"
        UPHELD = "upheld"
        DISMISSED = "dismissed"
        MOOT = "moot"  # removed by its author before anybody decided
        WITHDRAWN = "withdrawn"  # by the reporter, before anybody decided

    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="reports")
    subject_kind = models.CharField(max_length=30)
    subject_key = models.CharField(max_length=100)
    revision = models.PositiveIntegerField()
    reason = models.CharField(max_length=40)
    note = models.CharField(max_length=500, blank=True)
    weight = models.FloatField(default=1)
    created = models.DateTimeField(db_index=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reporter", "subject_kind", "subject_key"],
                name="one_report_per_reader_and_subject",
            )
        ]
