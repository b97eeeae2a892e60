"""Price history: Decimal, may be negative (WTI, 20 April 2020), and says whose it is."""

import secrets

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


def new_edition() -> int:
    return secrets.randbits(62)


class BarPack(models.Model):
    """Some thousands of bars in one row, made from them, for charts over a million of them.

    Packs of a series follow one another without a hole; bars after the last are read one by one.
    """

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="bar_packs")
    interval = models.CharField(max_length=3, choices=Interval)
    start = models.DateTimeField()  # of its first bar
    end = models.DateTimeField()  # of its last
    count = models.PositiveIntegerField()
    source = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=PriceKind)
    adjustment = models.CharField(max_length=5, choices=Adjustment)
    edition = models.BigIntegerField(default=new_edition)  # under which it is kept in memory
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "interval", "start"], name="one_pack_per_beginning"
            )
        ]
