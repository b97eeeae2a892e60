"""What an editor said that words mean, remembered for the source whose stories use them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from alley.markets.models import Instrument
from alley.news.models.people import Source


class LinkRuling(models.Model):
    """These words mean this instrument, or none. Without a source: in the house's own stories."""

    source = models.ForeignKey(
        Source, models.CASCADE, null=True, blank=True, related_name="link_rulings"
    )
    words = models.CharField(max_length=120)
    instrument = models.ForeignKey(
        Instrument, models.CASCADE, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["words"]
        constraints = [
            models.UniqueConstraint(fields=["source", "words"], name="one_ruling_per_source"),
            models.UniqueConstraint(
                fields=["words"], condition=Q(source=None), name="one_ruling_of_the_house"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="ruling_has_words"),
        ]

    def __str__(self) -> str:
        return f"“{self.words}” is {self.instrument.symbol if self.instrument else 'nothing'}"
