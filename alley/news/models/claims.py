"""What a story says of prices, checked against them, as kept for pages."""

from django.db import models
from django.db.models import Q

from alley.news.models.article import Article


class CheckedClaims(models.Model):
    """One row a story; `due` where the text or the prices have changed since."""

    article = models.OneToOneField(Article, models.CASCADE, related_name="checked_claims")
    claims = models.JSONField(default=list)
    due = models.DateTimeField(null=True)
    checked = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name_plural = "checked claims"
        indexes = [
            models.Index(fields=["due"], condition=Q(due__isnull=False), name="claims_due"),
        ]
