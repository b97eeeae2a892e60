"""An appeal against a statement, heard by somebody else: the database sees to it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from alley.moderation.models.case import Case
from alley.moderation.models.statement import Statement


class Appeal(models.Model):
    class Outcome(models.TextChoices):
        OPEN = "open"
        UPHELD = "upheld"
        DENIED = "denied"

    statement = models.OneToOneField(Statement, models.CASCADE)
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
            )
        ]
