"""Readers, their roles, and who has blocked whom."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import F, Q


class Role(models.TextChoices):
    """What somebody may do; accounts/permissions.py has the table."""

    READER = "reader"
    TRUSTED = "trusted"
    MODERATOR = "moderator"
    EDITOR = "editor"
    ADMIN = "admin"


class Reader(AbstractUser):
    """Anybody with an account; editors and moderators are readers with a role."""

    name = models.CharField(max_length=80, blank=True)
    role = models.CharField(max_length=10, choices=Role, default=Role.READER)
    time_zone = models.CharField(max_length=50, blank=True)

    objects: ClassVar = UserManager()

    @property
    def shown_name(self) -> str:
        return self.name or self.username

    @property
    def is_moderator(self) -> bool:
        return self.role in {Role.MODERATOR, Role.ADMIN}

    @property
    def is_editor(self) -> bool:
        return self.role in {Role.EDITOR, Role.ADMIN}


class Block(models.Model):
    """One reader will not meet another. Mutual in effect, whoever set it."""

    blocker = models.ForeignKey(Reader, models.CASCADE, related_name="blocks_set")
    blocked = models.ForeignKey(Reader, models.CASCADE, related_name="blocks_met")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="one_block_per_pair"),
            models.CheckConstraint(condition=~Q(blocker=F("blocked")), name="not_oneself"),
        ]


class Unblock(models.Model):
    """A block that was lifted: the same reader may not set it again before `until`."""

    blocker = models.ForeignKey(Reader, models.CASCADE, related_name="+")
    blocked = models.ForeignKey(Reader, models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="one_unblock_per_pair")
        ]


class Notification(models.Model):
    """Something a reader should know, shown in the bell and kept."""

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    url = models.CharField(max_length=300, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    read = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["reader", "-id"], name="notifications_of_reader")]


class Receipt(models.Model):
    """What a write answered, kept in the write's own transaction, so that a retry gets it again."""

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    created = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader", "key"], name="one_receipt_per_key")
        ]
