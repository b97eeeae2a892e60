"""The words of the room: kinds of instruments and prices, intervals, adjustments."""

from django.db import models


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
