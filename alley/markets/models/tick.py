"""Every price as it came, in the order of commits, and how far its readers have come."""

from django.db import models


class TickPack(models.Model):
    """Prices that came together, append-only: what bars and alerts are made from.

    Every tick has a place in the log: the first is at 1, the next at 2. Places grow in the order of
    commits, so whoever has read up to one has missed nothing below it.
    """

    last = models.PositiveBigIntegerField(primary_key=True)  # the place of its last tick
    count = models.PositiveIntegerField()
    received = models.DateTimeField()
    content = models.TextField()  # ticklog.py


class TickReader(models.Model):
    """Up to where a reader of the log has come; what it has not read is not pruned."""

    name = models.CharField(max_length=40, unique=True)
    position = models.PositiveBigIntegerField(default=0)
    advanced = models.DateTimeField(auto_now=True)
