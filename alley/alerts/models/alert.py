"""An alert is what a reader waits for; a firing is the once that it happened, with its proof."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from alley.markets.models import Instrument
from alley.markets.quotes import label


def utc_today() -> date:
    return timezone.now().date()


class Alert(models.Model):
    class Kind(models.TextChoices):
        PRICE_CROSS = "price_cross", "Price reaches a level"
        PERCENT_MOVE = "percent_move", "Price moves by a percentage"
        NEW_EXTREME = "new_extreme", "New high or low"
        VOLUME = "volume", "Unusual volume"
        INDICATOR = "indicator", "Indicator crosses a level"
        STORY = "story", "News"
        REPLY = "reply", "Replies and mentions"
        PORTFOLIO = "portfolio", "Portfolio"

    class Mode(models.TextChoices):
        ONCE = "once", "Once"
        EVERY = "every", "Every time"
        DAILY = "daily", "At most once a day"

    class Hours(models.TextChoices):
        ALWAYS = "always", "At any hour"
        SESSION = "session", "While its market is open"

    class State(models.TextChoices):
        LIVE = "live"
        PAUSED = "paused"
        DONE = "done"
        EXPIRED = "expired"

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="alerts", db_index=False
    )
    kind = models.CharField(max_length=12, choices=Kind)
    instrument = models.ForeignKey(
        Instrument, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    params = models.JSONField(default=dict)
    mode = models.CharField(max_length=5, choices=Mode, default=Mode.ONCE)
    active_hours = models.CharField(max_length=7, choices=Hours, default=Hours.ALWAYS)
    channels = models.JSONField(default=list)
    cooldown = models.DurationField(null=True, blank=True)
    expires = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    written = models.DateField(default=utc_today)  # its levels are in the shares of this day

    # price_cross again in columns: a million of them are read at the start
    level = models.FloatField(null=True)
    direction = models.CharField(max_length=6, blank=True)
    band = models.FloatField(default=0)

    state = models.CharField(max_length=7, choices=State, default=State.LIVE)
    paused_reason = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)  # of the rule's text
    changed_on = models.CharField(max_length=60, blank=True)  # the device that wrote last
    arming = models.PositiveIntegerField(default=1)  # the number of the next firing
    stands = models.PositiveSmallIntegerField(
        default=0
    )  # how a rule with a band stands (stands.py)
    since = models.PositiveBigIntegerField(default=0)  # ticks up to this one it never saw
    fired = models.DateTimeField(null=True)  # event time of the last firing
    memory = models.JSONField(default=dict)  # what its kind has to remember of the last firing

    class Meta:
        indexes = [
            models.Index(fields=["owner", "-id"], name="alerts_of_reader"),
            models.Index(fields=["kind"], condition=Q(state="live"), name="live_alerts"),
            models.Index(
                fields=["instrument", "kind"],
                condition=Q(state="live"),
                name="alerts_on_instrument",
            ),
            models.Index(
                fields=["expires"],
                condition=Q(state__in=["live", "paused"], expires__isnull=False),
                name="alerts_that_end",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="price_alert_has_level",
                condition=~Q(kind="price_cross") | Q(level__isnull=False, instrument__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["owner"], condition=Q(kind="reply"), name="one_reply_alert_per_reader"
            ),
        ]

    def get_absolute_url(self) -> str:
        return f"/alerts/{self.pk}/"


class Change(models.Model):
    """An alert was made, changed or ended: the engine reads these before it reads ticks."""

    alert = models.PositiveBigIntegerField()
    instrument = models.PositiveBigIntegerField(null=True)
    made = models.DateTimeField(auto_now_add=True)


class Firing(models.Model):
    """One arming of one alert fires once; the proof is kept with it."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="firings", db_index=False)
    arming = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    cause = models.CharField(max_length=80, blank=True)  # "story:42": once whatever the arming
    at = models.DateTimeField()  # event time
    noticed = models.DateTimeField(auto_now_add=True)
    late = models.BooleanField(default=False)  # the site was away when its price came
    correction = models.CharField(max_length=300, blank=True)  # what was found of it later
    title = models.CharField(max_length=200)
    rule = models.CharField(max_length=300)  # the rule as it stood
    url = models.CharField(max_length=300, blank=True)  # what it is about
    proof = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["alert", "-id"], name="firings_of_alert")]
        constraints = [
            models.UniqueConstraint(fields=["alert", "arming"], name="one_firing_per_arming"),
            models.UniqueConstraint(
                fields=["alert", "cause"], condition=~Q(cause=""), name="one_firing_per_cause"
            ),
        ]

    def get_absolute_url(self) -> str:
        return f"/alerts/firings/{self.pk}/"

    @property
    def rule_is_current(self) -> bool:
        """Whether the alert still is what it was when it fired."""
        return self.version == self.alert.version

    @property
    def label(self) -> str:
        """Whose price the title tells, of what kind and from when; empty where it tells none."""
        if tick := self.proof.get("tick"):
            return label(tick["kind"], tick["source"], datetime.fromisoformat(tick["time"]))
        return str(self.proof.get("label", ""))

    @property
    def key(self) -> str:
        """What receivers may know a repeated message by."""
        return f"firing-{self.alert_id}-{self.arming}"


class StoryHeard(models.Model):
    """A story was published and the engine has not yet looked who waits for it."""

    article = models.PositiveBigIntegerField(unique=True)
    published = models.DateTimeField()
