"""Watchlists, portfolios and the transactions from which everything else is computed."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q

from alley.markets.models import Instrument
from alley.portfolios.entries import Type
from alley.portfolios.lots import Method


class Kept(models.Model):
    """Kept on several devices: `version` counts changes, `changed_on` is who wrote last."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    place = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    changed = models.DateTimeField(auto_now=True)
    changed_on = models.CharField(max_length=60, blank=True)  # the device that wrote last
    share = models.CharField(max_length=32, null=True, unique=True)  # noqa: DJ001  unique or none

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Watchlist(Kept):
    class Meta:
        ordering = ["place", "id"]

    def get_absolute_url(self) -> str:
        return f"/watchlists/{self.pk}/"


class Watched(models.Model):
    """One instrument on one list, where the reader put it."""

    watchlist = models.ForeignKey(Watchlist, models.CASCADE, related_name="rows")
    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="+")
    place = models.PositiveIntegerField()
    note = models.CharField(max_length=280, blank=True)
    added = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["watchlist", "instrument"], name="watched_once_a_list")
        ]


class Portfolio(Kept):
    class Cash(models.TextChoices):
        AUTO = "auto", "As the transactions say"
        KEPT = "kept", "Kept here: deposits, withdrawals and what is left"
        OUTSIDE = "outside", "Elsewhere: only holdings are kept here"

    currency = models.CharField(max_length=3, default="EUR")
    method = models.CharField(
        max_length=8, choices=[(m.value, m.value) for m in Method], default=Method.FIFO.value
    )
    cash = models.CharField(max_length=7, choices=Cash, default=Cash.AUTO)
    benchmark = models.CharField(max_length=64, blank=True)
    masked = models.BooleanField(default=False)  # amounts are hidden on the reader's own pages

    class Meta:
        ordering = ["place", "id"]

    def get_absolute_url(self) -> str:
        return f"/portfolios/{self.pk}/"


class Batch(models.Model):
    """One file taken in; undone as one."""

    portfolio = models.ForeignKey(Portfolio, models.CASCADE, related_name="batches")
    format = models.CharField(max_length=30)
    file_name = models.CharField(max_length=120)
    made = models.DateTimeField(auto_now_add=True)
    added = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    before = models.JSONField(default=dict)  # settings that the file changed, as they were


class Upload(models.Model):
    """A file that is being looked at before it is taken in; gone after a day."""

    portfolio = models.ForeignKey(Portfolio, models.CASCADE, related_name="uploads")
    file_name = models.CharField(max_length=120)
    content = models.BinaryField()
    format = models.CharField(max_length=30)
    mapping = models.JSONField(default=dict)
    made = models.DateTimeField(auto_now_add=True)


class Transaction(models.Model):
    """What happened, as the reader wrote it; see entries.Entry for what the columns mean."""

    portfolio = models.ForeignKey(Portfolio, models.CASCADE, related_name="transactions")
    date = models.DateField()
    time = models.TimeField(null=True, blank=True)
    type = models.CharField(max_length=18, choices=[(t.value, t.value) for t in Type])
    symbol = models.CharField(max_length=64, blank=True)  # text: a file may name what we lack
    name = models.CharField(max_length=120, blank=True)  # as the file calls it
    quantity = models.DecimalField(max_digits=30, decimal_places=12, null=True)
    price = models.DecimalField(max_digits=30, decimal_places=12, null=True)
    amount = models.DecimalField(max_digits=30, decimal_places=12, null=True)
    currency = models.CharField(max_length=3)
    fee = models.DecimalField(max_digits=30, decimal_places=12, null=True)
    tax = models.DecimalField(max_digits=30, decimal_places=12, null=True)
    fx_rate = models.DecimalField(max_digits=30, decimal_places=12, null=True)
    ratio = models.CharField(max_length=24, blank=True)  # "2:1", new for old
    other = models.CharField(max_length=64, blank=True)
    other_amount = models.DecimalField(max_digits=30, decimal_places=12, null=True)
    share = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    lot = models.BigIntegerField(null=True)
    note = models.CharField(max_length=280, blank=True)
    external = models.CharField(max_length=80, blank=True)  # by which a file's row is known again
    batch = models.ForeignKey(Batch, models.CASCADE, null=True, related_name="transactions")
    version = models.PositiveIntegerField(default=1)  # the portfolio's, when this was last written

    class Meta:
        indexes = [
            models.Index(fields=["portfolio", "-date", "-id"], name="transaction_newest_first"),
            models.Index(fields=["portfolio", "version"], name="transaction_by_version"),
            models.Index(fields=["symbol"], name="transaction_by_symbol"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["portfolio", "external"],
                condition=~Q(external=""),
                name="a_file_s_row_comes_in_once",
            )
        ]

    @property
    def gross(self) -> Decimal | None:
        """What changed hands before fee and tax; None where nothing did."""
        if self.amount is not None or self.quantity is None or self.price is None:
            return self.amount
        return self.quantity * self.price


class Closes(models.Model):
    """The daily closes of one instrument in two columns of bytes: a copy that can always be made
    anew, so that a portfolio of 200 instruments is read at once."""

    instrument = models.OneToOneField(Instrument, models.CASCADE, related_name="+")
    days = models.BinaryField(default=bytes)  # int32, proleptic ordinals
    closes = models.BinaryField(default=bytes)  # float64
    whole = models.BooleanField(default=True)  # or cut short where bars changed
    sources = models.JSONField(default=list)  # whose bars there are
    left_out = models.JSONField(default=list)  # those of them that may not be shown
    source = models.CharField(max_length=80, blank=True)  # of the newest close
    kind = models.CharField(max_length=10, blank=True)
    adjustment = models.CharField(max_length=5, blank=True)
