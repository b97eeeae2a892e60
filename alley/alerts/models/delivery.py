"""Who is told, where, and how that went: rows of the outbox, written with the firing."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from alley.alerts.models.alert import Firing


class Channel(models.TextChoices):
    IN_APP = "in_app", "On this site"
    EMAIL = "email", "E-mail"
    PUSH = "push", "Push"
    WEBHOOK = "webhook", "Webhook"


class Delivery(models.Model):
    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        LEASED = "leased", "Being sent"
        SENT = "sent", "Sent"
        DEAD = "dead", "Given up"
        DROPPED = "dropped", "Not sent"

    firing = models.ForeignKey(Firing, models.CASCADE, related_name="deliveries")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    channel = models.CharField(max_length=7, choices=Channel)
    target = models.PositiveBigIntegerField(default=0)  # which subscription or webhook
    state = models.CharField(max_length=7, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    due = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    sent = models.DateTimeField(null=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["firing", "channel", "target"], name="one_delivery_per_address"
            )
        ]
        indexes = [
            models.Index(fields=["due", "id"], condition=Q(state="queued"), name="deliveries_due"),
            models.Index(
                fields=["leased_until"], condition=Q(state="leased"), name="deliveries_leased"
            ),
            models.Index(fields=["reader", "-id"], name="deliveries_of_reader"),
            models.Index(
                fields=["reader", "channel", "sent"],
                condition=Q(state="sent"),
                name="deliveries_sent",
            ),
        ]


class Preference(models.Model):
    """Where a reader wants to be told by default, and when not to be disturbed."""

    reader = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="alert_preference"
    )
    channels = models.JSONField(default=dict)  # kind of alert -> channels; absent: in_app alone
    quiet_from = models.TimeField(null=True, blank=True)  # in the reader's own time zone
    quiet_to = models.TimeField(null=True, blank=True)
    no_email = models.DateTimeField(null=True, blank=True)  # unsubscribed with one click
    changed_on = models.CharField(max_length=60, blank=True)  # the device that wrote last


class PushSubscription(models.Model):
    """One browser of one reader, as its push service knows it."""

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="push_subscriptions"
    )
    endpoint = models.CharField(max_length=700, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=60)
    browser = models.CharField(max_length=80, blank=True)
    device = models.CharField(max_length=32, blank=True)  # whose pushes end with its session
    created = models.DateTimeField(auto_now_add=True)


class Webhook(models.Model):
    """An address of the reader's own that firings are posted to, signed."""

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="alert_webhooks"
    )
    url = models.CharField(max_length=700)
    secret = models.CharField(max_length=80)
    created = models.DateTimeField(auto_now_add=True)
    disabled = models.DateTimeField(null=True)
    disabled_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader", "url"], name="one_webhook_per_address")
        ]
