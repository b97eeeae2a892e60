"""Where the engine stands in the stream of ticks: saved with the firings, or neither is."""

from django.db import models

from alley.markets.models import Instrument


class Shard(models.Model):
    """A part of the instruments, worked by one engine at a time: whoever holds the lease.

    The fence grows with every holder; what an earlier one still tries to save finds another fence
    and is undone.
    """

    number = models.PositiveSmallIntegerField(unique=True)
    position = models.PositiveBigIntegerField(default=0)  # the last tick matched
    seen = models.PositiveBigIntegerField(default=0)  # up to where `Seen` is written
    changes = models.PositiveBigIntegerField(default=0)  # the last change of a rule in force
    holder = models.CharField(max_length=60, blank=True)
    fence = models.PositiveBigIntegerField(default=0)
    until = models.DateTimeField(null=True)


class Seen(models.Model):
    """The last price of an instrument that the engine has matched: the side its rules stand on.

    In a flood it is written every now and then; the ticks since `Shard.seen` say the rest.
    """

    instrument = models.OneToOneField(
        Instrument, models.CASCADE, primary_key=True, related_name="+"
    )
    tick = models.PositiveBigIntegerField()
    price = models.DecimalField(max_digits=24, decimal_places=8)
    time = models.DateTimeField()
    source = models.CharField(max_length=80)
    kind = models.CharField(max_length=10)
