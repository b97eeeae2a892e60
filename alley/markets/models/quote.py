"""The newest price of an instrument, and the prices kept away from readers."""

from django.db import models

from alley.markets.models.instrument import Instrument
from alley.markets.models.words import PriceKind


class Quote(models.Model):
    """The newest price known of an instrument."""

    instrument = models.OneToOneField(Instrument, models.CASCADE, related_name="quote")
    price = models.DecimalField(max_digits=24, decimal_places=8)
    previous_close = models.DecimalField(max_digits=24, decimal_places=8, null=True)
    time = models.DateTimeField()
    received = models.DateTimeField()
    source = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=PriceKind)
    delay_minutes = models.PositiveIntegerField(default=0)
    told_stale = models.BooleanField(default=False)  # open pages know, cached ones are dropped


class Quarantined(models.Model):
    """A price kept away from readers because its unit looks wrong (about 100 times the last)."""

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="quarantined")
    price = models.DecimalField(max_digits=24, decimal_places=8)
    last = models.DecimalField(max_digits=24, decimal_places=8)
    time = models.DateTimeField()
    received = models.DateTimeField()
    source = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=PriceKind, default=PriceKind.INDICATIVE)
    settled = models.DateTimeField(null=True, blank=True, db_index=True)
    settled_by = models.CharField(max_length=60, blank=True)
    released = models.BooleanField(default=False)  # the price was right after all
