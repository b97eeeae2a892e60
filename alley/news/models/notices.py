"""What the newsroom says about its own stories: corrections, and what breaks now."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from alley.news.models.article import Article


class Correction(models.Model):
    """Dated, shown at the foot of the article and on /corrections/, never edited away."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", "Correction"
        CLARIFICATION = "clarification", "Clarification"
        EDITORS_NOTE = "editors_note", "Editor’s note"

    article = models.ForeignKey(Article, models.CASCADE, related_name="corrections")
    kind = models.CharField(max_length=14, choices=Kind, default=Kind.CORRECTION)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["-at", "-id"], name="newest_corrections")]


class BreakingAlert(models.Model):
    """One line over every open page, from `starts` until `ends`."""

    class Level(models.TextChoices):
        ALERT = "alert", "Alert"
        BREAKING = "breaking", "Breaking"
        DEVELOPING = "developing", "Developing"

    text = models.CharField(max_length=200)
    article = models.ForeignKey(
        Article, models.CASCADE, null=True, blank=True, related_name="breaking_alerts"
    )
    level = models.CharField(max_length=10, choices=Level, default=Level.BREAKING)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    ended = models.DateTimeField(null=True, editable=False)  # told to open pages
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-starts", "-id"]
        indexes = [models.Index(fields=["ends"], condition=Q(ended=None), name="breaking_now")]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="breaking_ends_later")
        ]

    def __str__(self) -> str:
        return self.text


class BreakingClosed(models.Model):
    """A reader has read it and closed it: it stays closed on every device of theirs."""

    alert = models.ForeignKey(BreakingAlert, models.CASCADE, related_name="closings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alert", "reader"], name="breaking_closed_once")
        ]
