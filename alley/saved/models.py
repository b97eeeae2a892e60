"""What readers keep for later."""

from django.conf import settings
from django.db import models


class SavedItem(models.Model):
    """One subject (an article, a comment) kept by one reader, perhaps in a folder."""

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_items", db_index=False
    )
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=120)
    title = models.CharField(max_length=300)  # as it was when saved: what /saved/ searches
    folder = models.CharField(max_length=60, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    changed_on = models.CharField(max_length=60, blank=True)  # the device that wrote last

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "kind", "key"], name="saved_once")]
        indexes = [models.Index(fields=["reader", "-id"], name="saved_newest_first")]
