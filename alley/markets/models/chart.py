"""Charts that are kept: a reader's layout of an instrument, and charts frozen as they were."""

from django.conf import settings
from django.db import models

from alley.markets.models.instrument import Instrument
from alley.markets.models.words import Adjustment


class ChartLayout(models.Model):
    """How one reader left the chart of one instrument, the same on every device."""

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="+")
    spec = models.JSONField()
    version = models.PositiveBigIntegerField()  # grows, also when it was gone between
    updated = models.DateTimeField()
    changed_on = models.CharField(max_length=60, blank=True)  # the device that wrote last

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reader", "instrument"], name="one_layout_per_reader_and_instrument"
            )
        ]


class ChartSnapshot(models.Model):
    """A chart with the prices it was made from and the picture that was drawn: never changed.

    `price`, `price_time` and `price_label` are what the market said when it was made, whatever
    stretch of time the chart shows.
    """

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="+")
    spec = models.JSONField()
    window = models.JSONField()
    data_hash = models.CharField(max_length=64)
    picture = models.TextField()
    narrow = models.TextField()  # the picture for a phone
    title = models.CharField(max_length=300)
    description = models.TextField()
    call = models.CharField(max_length=4, blank=True)
    price = models.DecimalField(max_digits=24, decimal_places=8)
    price_time = models.DateTimeField()
    price_label = models.CharField(max_length=160)
    price_adjustment = models.CharField(max_length=5, choices=Adjustment, default=Adjustment.RAW)
    created = models.DateTimeField()
    kept = models.BooleanField(default=False)  # something shows it: a comment, a draft

    class Meta:
        indexes = [
            models.Index(
                fields=["created"], condition=models.Q(kept=False), name="charts_nobody_kept"
            )
        ]

    @property
    def words(self) -> str:
        """What its author wrote into it."""
        drawings = self.spec.get("drawings", [])
        return "\n".join(each["text"] for each in drawings if each.get("text"))
