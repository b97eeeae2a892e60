"""Who stands behind a listing, and what it was called when: issuer, share class, listing
(Instrument), and the symbols it has had here and at each provider, with their dates."""

from django.db import models
from django.db.models import F, Q


class Issuer(models.Model):
    """The company, fund house or state behind an instrument."""

    name = models.CharField(max_length=255, db_index=True)
    lei = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=60, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)  # dissolved, merged

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lei"], condition=~Q(lei=""), name="one_issuer_per_lei")
        ]


class ShareClass(models.Model):
    """What is owned, wherever it is listed: one ISIN."""

    issuer = models.ForeignKey(Issuer, models.SET_NULL, null=True, related_name="share_classes")
    name = models.CharField(max_length=255)
    isin = models.CharField(max_length=12, unique=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)


class SymbolSpan(models.Model):
    """A symbol a listing has had: QQQ was XNAS:QQQQ from December 2004 to 22 March 2011."""

    instrument = models.ForeignKey("markets.Instrument", models.CASCADE, related_name="symbols")
    symbol = models.CharField(max_length=64, db_index=True)
    ticker = models.CharField(max_length=40, db_index=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)  # the first day it no longer held

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "symbol", "valid_to"], name="one_span_per_symbol_and_end"
            ),
            models.CheckConstraint(
                name="symbol_span_begins_before_it_ends",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            ),
        ]


class ProviderSymbol(models.Model):
    """What a provider calls a listing, while it does: old codes may go on answering, frozen."""

    instrument = models.ForeignKey(
        "markets.Instrument", models.CASCADE, related_name="provider_symbols"
    )
    provider = models.CharField(max_length=20)
    symbol = models.CharField(max_length=64)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "symbol", "instrument"],
                name="one_code_per_provider_and_listing",
            )
        ]
