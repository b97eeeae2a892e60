"""Each policy that was ever in force, as it was written."""

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
