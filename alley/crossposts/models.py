"""A reader's accounts on other networks, and which comments go there."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Service(models.TextChoices):
    MASTODON = "mastodon", "Mastodon"
    BLUESKY = "bluesky", "Bluesky"


class Server(models.Model):
    """A Mastodon server on which this site is known as an application."""

    host = models.CharField(max_length=253, unique=True)
    client_id = models.CharField(max_length=200)
    client_secret = models.TextField()  # sealed
    registered = models.DateTimeField(auto_now_add=True)


class LinkedAccount(models.Model):
    """Where a reader lets this site post for them. `secret` is sealed and never shown.

    Without a handle its reader has left: it is kept only until what was posted is taken back.
    """

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="linked_accounts", db_index=False
    )
    service = models.CharField(max_length=10, choices=Service)
    host = models.CharField(max_length=253)
    handle = models.CharField(max_length=260)
    remote_id = models.CharField(max_length=260)
    secret = models.TextField()
    linked = models.DateTimeField(auto_now_add=True)
    broken = models.BooleanField(default=False)  # it let us in no more: link it again

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader", "service"], name="one_account_per_service")
        ]

    @property
    def is_left(self) -> bool:
        return not self.handle


class Crosspost(models.Model):
    """One comment on its way to one account: an outbox row of the comment's transaction."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waits until the comment is published"
        QUEUED = "queued", "On its way"
        SENT = "sent", "Posted"
        WITHDRAWING = "withdrawing", "Being taken back"
        WITHDRAWN = "withdrawn", "Taken back"
        FAILED = "failed", "Not posted"

    comment = models.ForeignKey("discussion.Comment", models.CASCADE, related_name="+")
    account = models.ForeignKey(LinkedAccount, models.CASCADE, related_name="crossposts")
    state = models.CharField(max_length=11, choices=State, default=State.WAITING)
    due = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created = models.DateTimeField()
    remote_id = models.CharField(max_length=260, blank=True)
    url = models.URLField(max_length=500, blank=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due"], condition=Q(due__isnull=False), name="due_crossposts")
        ]
        constraints = [
            models.UniqueConstraint(fields=["comment", "account"], name="posted_once_per_account")
        ]
