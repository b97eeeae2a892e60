"""What companies do to their shares: splits, dividends, new symbols, new units, the end."""

from django.db import models
from django.db.models import Q

from alley.markets.models.instrument import Instrument


class CorporateAction(models.Model):
    """One event, on its first day without the old right (ex-date). Prices stay as traded; views of
    them are computed from these rows."""

    class Kind(models.TextChoices):
        SPLIT = "split"  # `new` shares for `old` ones
        DIVIDEND = "dividend"  # `amount` a share, in shares and unit of its day
        RENAME = "rename"  # from `was` to `becomes`
        DELISTING = "delisting"  # `becomes`: what holders were given or should look at
        UNIT = "unit"  # `old` of the new unit are worth `new` of the old: GBp to GBP is 100:1

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="corporate_actions")
    kind = models.CharField(max_length=9, choices=Kind)
    ex_date = models.DateField()
    new = models.DecimalField(max_digits=18, decimal_places=8, null=True, blank=True)
    old = models.DecimalField(max_digits=18, decimal_places=8, null=True, blank=True)
    amount = models.DecimalField(max_digits=24, decimal_places=8, null=True, blank=True)
    currency = models.CharField(max_length=8, blank=True)
    was = models.CharField(max_length=64, blank=True)
    becomes = models.CharField(max_length=64, blank=True)
    label = models.CharField(max_length=40, blank=True)  # "special": two dividends on one day
    source = models.CharField(max_length=80)
    carried_out = models.DateTimeField(null=True, blank=True)  # when it took effect here

    class Meta:
        ordering = ["ex_date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "kind", "ex_date", "label"],
                name="one_action_per_day_and_kind",
            ),
            models.CheckConstraint(
                name="split_has_a_ratio",
                condition=~Q(kind__in=["split", "unit"]) | Q(new__gt=0, old__gt=0),
            ),
            models.CheckConstraint(
                name="dividend_has_an_amount", condition=~Q(kind="dividend") | Q(amount__gt=0)
            ),
        ]
