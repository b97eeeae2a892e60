"""Price history: Decimal, may be negative (WTI, 20 April 2020), and says whose it is."""

from django.db import models

from alley.markets.models.instrument import Instrument
from alley.markets.models.words import Adjustment, Interval, PriceKind


class Bar(models.Model):
    """One interval of one instrument; a daily bar's time is midnight UTC of its session date."""

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="bars")
    interval = models.CharField(max_length=3, choices=Interval)
    time = models.DateTimeField()
    open = models.DecimalField(max_digits=24, decimal_places=8, null=True)
    high = models.DecimalField(max_digits=24, decimal_places=8, null=True)
    low = models.DecimalField(max_digits=24, decimal_places=8, null=True)
    close = models.DecimalField(max_digits=24, decimal_places=8)
    volume = models.DecimalField(max_digits=24, decimal_places=8, null=True)
    source = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=PriceKind, default=PriceKind.EOD)
    adjustment = models.CharField(max_length=5, choices=Adjustment, default=Adjustment.RAW)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "interval", "time"], name="one_bar_per_moment"
            )
        ]
