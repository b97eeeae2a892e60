"""Readers, their roles, and who has blocked whom."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import F, Q

from alley.accounts.lookalikes import skeleton


class Role(models.TextChoices):
    """What somebody may do; accounts/permissions.py has the table."""

    READER = "reader"
    TRUSTED = "trusted"
    MODERATOR = "moderator"
    EDITOR = "editor"
    ADMIN = "admin"


STAFF = (Role.MODERATOR, Role.EDITOR, Role.ADMIN)


class Scope(models.TextChoices):
    """What a token may be used for."""

    READ = "read"
    WRITE = "write"
    MODERATE = "moderate"  # whatever the desk allows its owner


class Readers(UserManager["Reader"]):
    def create_user(
        self, username: str, email: str | None = None, password: str | None = None, **fields: Any
    ) -> "Reader":
        fields.setdefault("skeleton", skeleton(username))
        return super().create_user(username, email, password, **fields)


class Reader(AbstractUser):
    """Anybody with an account; editors and moderators are readers with a role."""

    # A request by token narrows this to the token's scopes; permissions.may() asks it.
    scopes: frozenset[str] = frozenset(Scope.values)

    skeleton = models.CharField(max_length=200, blank=True, editable=False)

    name = models.CharField(max_length=80, blank=True)
    role = models.CharField(max_length=10, choices=Role, default=Role.READER)
    time_zone = models.CharField(max_length=50, blank=True)
    show_calls = models.BooleanField(default=False)  # on the profile: calls, and how they went
    changed_on = models.CharField(max_length=60, blank=True)  # the device that wrote these last

    objects: ClassVar = Readers()

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["skeleton"], condition=~Q(skeleton=""), name="no_two_names_look_alike"
            )
        ]

    @property
    def shown_name(self) -> str:
        return self.name or self.username

    @property
    def is_staff_role(self) -> bool:
        """Seen by everybody: whoever speaks for the site cannot be blocked, nor block."""
        return self.role in STAFF

    @property
    def is_moderator(self) -> bool:
        return self.role in {Role.MODERATOR, Role.ADMIN} and Scope.MODERATE in self.scopes

    @property
    def is_editor(self) -> bool:
        return self.role in {Role.EDITOR, Role.ADMIN} and Scope.MODERATE in self.scopes


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
    by = models.ForeignKey(  # whose doing it tells of: not shown to who does not meet them
        Reader, models.CASCADE, null=True, blank=True, related_name="+"
    )
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


class ApiToken(models.Model):
    """A key to the API for one reader's programs. Only its hash is kept."""

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80, blank=True)
    scopes = models.CharField(max_length=60, default=Scope.READ)  # words with spaces between
    digest = models.CharField(max_length=64, unique=True)
    password_mark = models.CharField(max_length=128)  # a new password ends the token
    created = models.DateTimeField(auto_now_add=True)
    used = models.DateTimeField(null=True, blank=True)
    expires = models.DateTimeField(null=True, blank=True)


class RoleChange(models.Model):
    """Who got which role from whom: kept, never changed."""

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="role_changes")
    was = models.CharField(max_length=10, choices=Role)
    role = models.CharField(max_length=10, choices=Role)
    by = models.ForeignKey(Reader, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
