"""A statement of reasons: what was restricted and why, told to the reader. One a restriction."""

from django.conf import settings
from django.db import models

from alley.moderation.models.case import Decision
from alley.moderation.models.sanction import Sanction


class Statement(models.Model):
    class Restriction(models.TextChoices):
        REMOVED = "removed", "Comment removed"
        HIDDEN = "hidden", "Comment hidden until a moderator has looked at it"
        HELD = "held", "Comment still waits for a moderator"
        SUSPENDED = "suspended", "Commenting suspended"
        BANNED = "banned", "Account banned"

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="statements")
    decision = models.OneToOneField(Decision, models.CASCADE, null=True)
    sanction = models.OneToOneField(Sanction, models.CASCADE, null=True)
    restriction = models.CharField(max_length=10, choices=Restriction)
    subject = models.CharField(max_length=300)
    url = models.CharField(max_length=300, blank=True)
    until = models.DateTimeField(null=True)
    facts = models.TextField()
    automated_detection = models.BooleanField()
    automated_decision = models.BooleanField()
    guideline = models.CharField(max_length=40)
    guideline_title = models.CharField(max_length=200)
    guideline_text = models.TextField()
    policy_version = models.PositiveIntegerField()
    issued = models.DateTimeField()
    withdrawn = models.DateTimeField(null=True)  # undone, lapsed, lifted or reversed on appeal

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decision__isnull=True) ^ models.Q(sanction__isnull=True),
                name="a_statement_is_of_one_restriction",
            )
        ]
        indexes = [models.Index(fields=["reader", "-id"], name="statements_of_reader")]

    @property
    def decider_id(self) -> int | None:
        source = self.decision or self.sanction
        return source.by_id if source else None
