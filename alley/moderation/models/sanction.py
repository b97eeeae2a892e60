"""What a reader may not do for a while, or any more; and how a banned one is recognised."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Expression, Q

from alley.moderation.models.case import Case, Decision


class SanctionQuerySet(models.QuerySet["Sanction"]):
    def in_force(self, now: datetime | Expression) -> Self:
        return self.filter(Q(until__isnull=True) | Q(until__gt=now), lifted__isnull=True)


class Sanction(models.Model):
    """Over by itself at `until`; whoever asks compares with the clock, so no job can be late."""

    class Kind(models.TextChoices):
        SUSPENSION = "suspension"
        BAN = "ban"

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sanctions")
    kind = models.CharField(max_length=10, choices=Kind)
    guideline = models.CharField(max_length=40)
    note = models.TextField(blank=True)
    starts = models.DateTimeField()
    until = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decision = models.ForeignKey(Decision, models.SET_NULL, null=True, related_name="sanctions")
    review = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="sanctions")
    removed_comments = models.BooleanField(default=False)
    removed = models.JSONField(default=list)  # [kind, key, where it stood], to put all of it back
    lifted = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = SanctionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reader", "kind"],
                condition=Q(lifted__isnull=True, until__isnull=True),
                name="one_endless_sanction_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=models.F("starts")),
                name="a_sanction_ends_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["reader", "-id"], name="sanctions_of_reader")]


class BanMark(models.Model):
    """A keyed hash by which a banned reader is recognised; what was hashed is not kept here."""

    class Kind(models.TextChoices):
        EMAIL = "email", "e-mail address, spelled differently perhaps"
        LOOKS = "looks", "look of the e-mail address"
        GOOGLE = "google", "Google account"
        DEVICE = "device", "device"
        NETWORK = "network", "network"

    sanction = models.ForeignKey(Sanction, models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=10, choices=Kind)
    digest = models.CharField(max_length=64, db_index=True)
    expires = models.DateTimeField()


class Trace(models.Model):
    """A keyed hash of a device or network an account was used from, until it expires."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)
    expires = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reader", "kind", "digest"], name="one_trace_of_a_kind_per_reader"
            )
        ]
        indexes = [models.Index(fields=["digest", "reader"], name="readers_of_trace")]
