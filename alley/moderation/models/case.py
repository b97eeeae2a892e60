"""A case is something for a moderator to decide; decisions are kept, never changed."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

HEAD_START = 24 * 3600  # seconds: the highest risk goes before what has waited a day longer


def priority_of(risk: float, opened: datetime) -> int:
    """Risk against age in one number that does not change as time goes by, so it can be indexed."""
    return round(risk * HEAD_START - opened.timestamp())


class Case(models.Model):
    """One open case a subject. `version` grows with every change a moderator should have seen."""

    class Kind(models.TextChoices):
        HELD = "held"
        REPORTED = "reported"
        REVIEW = "suspension_review"
        APPEAL = "appeal"
        RETURNING = "returning"  # a new account that resembles a banned one

    class State(models.TextChoices):
        OPEN = "open"
        DECIDED = "decided"
        CLOSED = "closed"  # nothing left to decide: the author removed it

    kind = models.CharField(max_length=20, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    subject_kind = models.CharField(max_length=30)
    subject_key = models.CharField(max_length=100)
    revision = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    past = models.JSONField(default=list)  # [version, text] of what earlier versions showed
    title = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=300, blank=True)
    verdict = models.JSONField(default=dict)
    risk = models.FloatField(default=0)
    priority = models.BigIntegerField()
    version = models.PositiveIntegerField(default=1)
    opened = models.DateTimeField()
    due = models.DateTimeField(null=True)  # when a provisional restriction lapses
    lapsed = models.DateTimeField(null=True)
    hidden = models.BooleanField(default=False)  # provisionally, by reports
    campaign = models.BigIntegerField(null=True)  # the first case of near-same texts by others
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    claimed_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_key"],
                condition=Q(state="open"),
                name="one_open_case_per_subject",
            )
        ]
        indexes = [
            models.Index(fields=["state", "-priority", "-id"], name="queue"),
            models.Index(fields=["state", "kind", "-priority", "-id"], name="queue_by_kind"),
            models.Index(
                fields=["state", "-priority", "-id"],
                condition=Q(campaign__isnull=False),
                name="queue_of_campaigns",
            ),
            models.Index(
                fields=["campaign"], condition=Q(campaign__isnull=False), name="cases_of_campaign"
            ),
            models.Index(fields=["author", "-id"], name="cases_of_author"),
            models.Index(fields=["subject_kind", "subject_key", "-id"], name="cases_of_subject"),
            models.Index(
                fields=["state", "due", "id"], condition=Q(due__isnull=False), name="cases_due"
            ),
            models.Index(fields=["state", "id"], name="cases_by_age"),
            models.Index(fields=["state", "kind", "id"], name="cases_of_kind_by_age"),
            models.Index(
                fields=["state", "kind", "due", "id"],
                condition=Q(due__isnull=False),
                name="cases_of_kind_due",
            ),
            models.Index(fields=["author", "state", "-priority", "-id"], name="queue_of_author"),
        ]

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    def text_at(self, version: int) -> str | None:
        """What somebody saw who was shown `version`."""
        if version == self.version:
            return self.text
        texts = [text for until, text in self.past if version <= until]
        return texts[0] if texts else self.text

    @property
    def stands(self) -> str:
        """Where an open case leaves its subject until it is decided."""
        if self.kind == self.Kind.HELD:
            return "hold"
        return "hide" if self.hidden else "approve"


class Sketch(models.Model):
    """A band of a case's text, by which near-same texts of other authors are found."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="sketches")
    band = models.CharField(max_length=20)
    opened = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["band", "-opened"], name="sketches_of_band")]


class Decision(models.Model):
    """Who decided what about which version of a case, and why. Taking it back adds to the row."""

    class Action(models.TextChoices):
        APPROVE = "approve"
        REJECT = "reject"
        SUSPEND = "suspend"
        BAN = "ban"
        HIDE = "hide"  # by reports, provisionally
        HOLD = "hold"  # nobody has looked in time: it goes on waiting, and the author is told why

    case = models.ForeignKey(Case, models.CASCADE, related_name="decisions")
    case_version = models.PositiveIntegerField()
    revision = models.PositiveIntegerField()
    action = models.CharField(max_length=10, choices=Action)
    guideline = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided = models.DateTimeField()
    effects = models.JSONField(default=dict)  # what else it changed, by id, for undoing all of it
    batch = models.CharField(max_length=32, blank=True)  # decided together, undone together
    undone = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "case_version"], name="one_decision_per_version_of_a_case"
            )
        ]
        indexes = [
            models.Index(fields=["decided"], name="decisions_by_time"),
            models.Index(fields=["by", "-id"], name="decisions_of_moderator"),
            models.Index(fields=["batch"], condition=~Q(batch=""), name="decisions_of_batch"),
        ]

    @property
    def automated(self) -> bool:
        return self.by_id is None
