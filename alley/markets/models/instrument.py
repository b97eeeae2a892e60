"""What is quoted, where, and the names it goes by, each with the dates between which it did."""

from django.db import models
from django.db.models import F, Q

from alley.markets.models.identity import ShareClass
from alley.markets.models.words import Kind


class Instrument(models.Model):
    """One listing: what is quoted, where, in which currency and unit (GBp is not GBP)."""

    symbol = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255, db_index=True)
    kind = models.CharField(max_length=12, choices=Kind)
    currency = models.CharField(max_length=8, blank=True)
    unit = models.CharField(max_length=24, blank=True)
    mic = models.CharField(max_length=10, blank=True)
    ticker = models.CharField(max_length=40, db_index=True)
    isin = models.CharField(max_length=12, blank=True, db_index=True)
    figi = models.CharField(max_length=12, blank=True)
    sector = models.CharField(max_length=60, blank=True)
    country = models.CharField(max_length=60, blank=True)
    shares = models.PositiveBigIntegerField(null=True, blank=True)  # outstanding; sizes, no prices
    rank = models.PositiveSmallIntegerField(default=100)  # lower: the listing meant by a bare name
    listed = models.DateField(null=True, blank=True)
    delisted = models.DateField(null=True, blank=True)
    share_class = models.ForeignKey(
        ShareClass, models.SET_NULL, null=True, blank=True, related_name="listings"
    )
    successor = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="predecessors"
    )

    class Meta:
        indexes = [models.Index(fields=["kind", "rank", "symbol"], name="instrument_by_kind")]
        constraints = [
            models.CheckConstraint(name="symbol_has_venue", condition=Q(symbol__contains=":")),
            models.CheckConstraint(
                name="instrument_listed_before_delisted",
                condition=Q(listed=None) | Q(delisted=None) | Q(delisted__gte=F("listed")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.symbol})"

    def get_absolute_url(self) -> str:
        return address(self.symbol)


def address(symbol: str) -> str:
    """The page of an instrument, as a path."""
    return f"/markets/{symbol}/"


class Alias(models.Model):
    """A name an instrument goes by in text, while it did."""

    class Strength(models.TextChoices):
        NAME = "name"  # stands alone: "Chevron"
        WORD = "word"  # also an everyday word: needs evidence: "Target"
        TOPIC = "topic"  # a trade word for a reference series: "oil prices"
        HINT = "hint"  # one that is also a substance or a coin: "gold", "the dollar"

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=120, db_index=True)
    kind = models.CharField(max_length=5, choices=Strength, default=Strength.NAME)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "text", "kind"], name="one_alias_per_instrument"
            )
        ]


class Master(models.Model):
    """One row: counts changes to instruments, so that every process knows its names are old."""

    version = models.PositiveBigIntegerField(default=0)
