"""What a reader asks of their own data: a copy of it, or that it be erased."""

from django.conf import settings
from django.db import models


class DataRequest(models.Model):
    """One piece of background work; `done` of `whole` steps are behind it."""

    class Kind(models.TextChoices):
        EXPORT = "export", "A copy of everything"
        ERASE = "erase", "Erasing the account"

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind)
    remove_comments = models.BooleanField(default=False)  # or leave them, without a name
    asked = models.DateTimeField(auto_now_add=True)
    done = models.PositiveIntegerField(default=0)
    whole = models.PositiveIntegerField(default=0)  # 0: not begun
    finished = models.DateTimeField(null=True)
    archive = models.BinaryField(null=True)  # of an export, until it is forgotten

    class Meta:
        ordering = ["-id"]

    @property
    def percent(self) -> int:
        return 100 if self.finished else self.done * 100 // self.whole if self.whole else 0
