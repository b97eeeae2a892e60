"""What came in: every delivery as it was, every item in its newest version."""

from django.db import models
from django.db.models import Q

from alley.news.models.article import Article
from alley.news.models.people import Source


class WireDelivery(models.Model):
    """The raw bytes of one file or answer, kept for 30 days so that they can be read again."""

    class Status(models.TextChoices):
        READ = "read", "Read"
        REFUSED = "refused", "Refused"

    source = models.ForeignKey(Source, models.CASCADE, related_name="deliveries")
    received = models.DateTimeField(db_index=True)
    address = models.CharField(max_length=500, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(default=0)
    raw = models.BinaryField(null=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.READ)
    format = models.CharField(max_length=20, blank=True)
    items = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "wire deliveries"
        indexes = [
            models.Index(fields=["source", "-id"], name="deliveries_of_source"),
            models.Index(fields=["source", "sha256"], name="same_bytes_again"),
        ]


class WireItem(models.Model):
    """A story of a source, by the source's own id, and which version of it was applied."""

    class Status(models.TextChoices):
        USABLE = "usable", "Usable"
        WITHHELD = "withheld", "Withheld"
        WITHDRAWN = "withdrawn", "Withdrawn"
        REFUSED = "refused", "Refused"

    source = models.ForeignKey(Source, models.CASCADE, related_name="items")
    guid = models.CharField(max_length=500)
    version = models.PositiveBigIntegerField(default=0)
    created = models.DateTimeField(null=True, help_text="The version's own stamp")
    content_hash = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.USABLE)
    reason = models.CharField(max_length=300, blank=True)
    delivery = models.ForeignKey(WireDelivery, models.SET_NULL, null=True, related_name="stories")
    article = models.ForeignKey(Article, models.SET_NULL, null=True, related_name="wire_items")
    pending = models.JSONField(null=True, help_text="An update that waits for an editor")

    class Meta:
        indexes = [
            models.Index(fields=["-id"], condition=Q(pending__isnull=False), name="waiting_updates")
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "guid"], name="one_item_per_guid"),
            models.CheckConstraint(condition=~Q(guid=""), name="wire_item_has_guid"),
        ]


class Fingerprint(models.Model):
    """The MinHash of a story's words, to know it again when another source sends it."""

    article = models.OneToOneField(Article, models.CASCADE, related_name="fingerprint")
    signature = models.BinaryField()


class FingerprintBand(models.Model):
    """A slice of a fingerprint: near-duplicates share at least one."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    band = models.BigIntegerField(db_index=True)
