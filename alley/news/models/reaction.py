"""What prices did after a story, kept as computed, so that pages read and do not reckon."""

from typing import Any

from django.db import models
from django.db.models import Q

from alley.markets.models import Instrument
from alley.markets.reaction_form import InstrumentReaction, read
from alley.news.models.article import Article


class ArticleReaction(models.Model):
    """One instrument of one story; `due` where prices have come or changed since."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="reactions")
    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="+")
    event_time = models.DateTimeField()  # the story's first publication, never its last edit
    benchmark = models.CharField(max_length=64, blank=True)
    result = models.JSONField(null=True)
    size = models.FloatField(default=0)  # the day's move over its usual size, without sign
    due = models.DateTimeField(null=True)
    measured = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "instrument"], name="one_reaction_per_instrument_of_a_story"
            )
        ]
        indexes = [
            models.Index(fields=["instrument", "-size"], name="stories_by_size_of_reaction"),
            models.Index(fields=["instrument", "event_time"], name="reactions_around_a_day"),
            models.Index(fields=["-event_time"], name="newest_reactions"),
            models.Index(fields=["due"], condition=Q(due__isnull=False), name="reactions_due"),
        ]

    def __str__(self) -> str:
        return f"{self.instrument_id} after article {self.article_id}"

    @property
    def reaction(self) -> InstrumentReaction | None:
        result: dict[str, Any] | None = self.result
        return None if result is None else read(result)
