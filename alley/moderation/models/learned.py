"""Models that this site's decisions have taught; at most one of a kind screens."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class LearnedModel(models.Model):
    """Kept with the figures of before and after, so that going back is one click."""

    kind = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    content = models.BinaryField()
    decisions = models.PositiveIntegerField()
    figures = models.JSONField(default=dict)
    made = models.DateTimeField()
    in_force = models.BooleanField(default=False)
    switched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="one_number_per_model"),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(in_force=True), name="one_model_of_a_kind_screens"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
