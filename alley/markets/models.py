"""Instruments, the names they go by, their price history and their latest price.

Prices are Decimal, may be negative (WTI, 20 April 2020) and always say whose they are.
"""

from django.db import models
from django.db.models import F, Q


class Kind(models.TextChoices):
    EQUITY = "equity"
    ETF = "etf"
    FUND = "fund"
    INDEX = "index"
    FX = "fx"
    CRYPTO = "crypto"
    COMMODITY = "commodity"
    FUTURE = "future"
    BOND = "bond"
    MONEY_MARKET = "moneymarket", "money market"


class PriceKind(models.TextChoices):
    REALTIME = "realtime", "Real time"
    DELAYED = "delayed", "Delayed"
    EOD = "eod", "End of day"
    INDICATIVE = "indicative", "Indicative"
    REFERENCE = "reference", "Reference rate"
    SYNTHETIC = "synthetic", "Replay"


class Interval(models.TextChoices):
    MINUTE = "1m"
    FIVE_MINUTES = "5m"
    QUARTER = "15m"
    HOUR = "1h"
    DAY = "1d"
    WEEK = "1w"
    MONTH = "1mo"


class Adjustment(models.TextChoices):
    RAW = "raw", "as traded"
    SPLIT = "split", "adjusted for splits"
    TOTAL = "total", "adjusted for splits and dividends"


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
    rank = models.PositiveSmallIntegerField(default=100)  # lower: the listing meant by a bare name
    listed = models.DateField(null=True, blank=True)
    delisted = models.DateField(null=True, blank=True)

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


class Quarantined(models.Model):
    """A price kept away from readers because its unit looks wrong (about 100 times the last)."""

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="quarantined")
    price = models.DecimalField(max_digits=24, decimal_places=8)
    last = models.DecimalField(max_digits=24, decimal_places=8)
    time = models.DateTimeField()
    received = models.DateTimeField()
    source = models.CharField(max_length=80)


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


class Master(models.Model):
    """One row: counts changes to instruments, so that every process knows its names are old."""

    version = models.PositiveBigIntegerField(default=0)
