"""Every price as it came, in the order of commits, and how far its readers have come."""

from django.db import models

from alley.markets.models.instrument import Instrument
from alley.markets.models.words import PriceKind


class LoggedTick(models.Model):
    """One price as it came, append-only: what bars and alerts are made from.

    Ids grow in the order of commits, so the id is a place in the stream: whoever has read up to
    one has missed nothing below it.
    """

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted"  # newer than any before it
        LATE = "late"  # history only: it moves nothing and fires nothing
        QUARANTINED = "quarantined"

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="+", db_index=False)
    price = models.DecimalField(max_digits=24, decimal_places=8)
    volume = models.DecimalField(max_digits=24, decimal_places=8, null=True)
    time = models.DateTimeField()
    received = models.DateTimeField()
    source = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=PriceKind)
    outcome = models.CharField(max_length=11, choices=Outcome)


class TickReader(models.Model):
    """Up to where a reader of the log has come; what it has not read is not pruned."""

    name = models.CharField(max_length=40, unique=True)
    position = models.PositiveBigIntegerField(default=0)
    advanced = models.DateTimeField(auto_now=True)
