"""The words of the room: kinds of instruments and prices, intervals, adjustments."""

from django.db import models


class Kind(models.TextChoices):
    EQUITY = "equity", "Share"
    ETF = "etf", "ETF"
    FUND = "fund", "Fund"
    INDEX = "index", "Index"
    FX = "fx", "Currency pair"
    CRYPTO = "crypto", "Cryptocurrency"
    COMMODITY = "commodity", "Commodity"
    FUTURE = "future", "Future"
    BOND = "bond", "Bond"
    MONEY_MARKET = "moneymarket", "Money market fund"

    @property
    def many(self) -> str:
        """The heading over several: `Shares`, `Indices`."""
        return MANY.get(self, f"{self.label}s")

    @property
    def within(self) -> str:
        """Inside a sentence: `share`, but `ETF`."""
        words = str(self.label)
        return words if words.isupper() else words.lower()


MANY = {Kind.INDEX: "Indices", Kind.CRYPTO: "Cryptocurrencies", Kind.COMMODITY: "Commodities"}


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
