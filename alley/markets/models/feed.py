"""A provider that this site follows: switched on, on which terms, and how it does."""

from typing import TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet

Row = TypeVar("Row", bound=models.Model)


class Feed(models.Model):
    """One provider. What is followed of it are the rows of ProviderSymbol."""

    provider = models.CharField(max_length=20, unique=True)
    source = models.CharField(max_length=80)  # as beside its prices
    on = models.BooleanField(default=True)
    public = models.BooleanField(default=False)  # its terms let anybody see its prices
    licence = models.CharField(max_length=200, blank=True)  # the operator's own, where they do not
    changed_by = models.CharField(max_length=60, blank=True)
    tried = models.DateTimeField(null=True, blank=True)
    heard = models.DateTimeField(null=True, blank=True)  # when something last came
    newest = models.DateTimeField(null=True, blank=True)  # when the newest price was made
    rows = models.PositiveBigIntegerField(default=0)
    errors = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)  # in a row
    problem = models.CharField(max_length=300, blank=True)
    rests_until = models.DateTimeField(null=True, blank=True)  # the breaker: not asked before

    class Meta:
        constraints = [
            models.CheckConstraint(name="feed_has_a_source", condition=~Q(source="")),
        ]


def _kept_back() -> QuerySet[Feed, str]:
    return Feed.objects.filter(public=False, licence="").values_list("source", flat=True)


def hidden_sources() -> frozenset[str]:
    """Sources whose prices may not be shown: their terms forbid it and no licence is named."""
    return frozenset() if settings.PERSONAL else frozenset(_kept_back())


def shown(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Of bars or quotes those whose source may be shown; in the same query."""
    return rows if settings.PERSONAL else rows.exclude(source__in=_kept_back())
