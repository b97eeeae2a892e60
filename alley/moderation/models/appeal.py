"""An appeal against a statement, or against "no breach" by who reported, heard by somebody else.

The database sees to it that it is somebody else.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from alley.moderation.models.case import Case
from alley.moderation.models.report import Report
from alley.moderation.models.statement import Statement


class Appeal(models.Model):
    class Outcome(models.TextChoices):
        OPEN = "open"
        UPHELD = "upheld"
        DENIED = "denied"
        MOOT = "moot"  # what it was about was over before anybody had heard it

    statement = models.OneToOneField(Statement, models.CASCADE, null=True)
    report = models.OneToOneField(Report, models.CASCADE, null=True)
    case = models.OneToOneField(Case, models.CASCADE)
    text = models.TextField()
    created = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    answer = models.TextField(blank=True)
    decider = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    heard_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    heard = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(heard_by__isnull=True)
                | Q(decider__isnull=True)
                | ~Q(heard_by=F("decider")),
                name="an_appeal_is_heard_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(statement__isnull=True) ^ Q(report__isnull=True),
                name="an_appeal_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["open", "moot"], heard_by__isnull=True)
                | Q(outcome__in=["upheld", "denied"], heard_by__isnull=False),
                name="a_heard_appeal_has_a_hearer",
            ),
        ]
