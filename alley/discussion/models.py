"""Threads about subjects, comments with their history, likes, and drafts."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Thread(models.Model):
    """The conversation about one subject: an article, an instrument."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=120)
    version = models.PositiveIntegerField(default=0)  # moves whenever what is shown changes
    comment_count = models.PositiveIntegerField(default=0)  # published ones

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="one_thread_per_subject")
        ]

    @property
    def topic(self) -> str:
        """Where open pages listen, and the surrogate key of cached ones."""
        return f"thread:{self.kind}:{self.key}"


class CommentQuerySet(models.QuerySet["Comment"]):
    def published(self) -> "CommentQuerySet":
        return self.filter(status=Comment.Status.PUBLISHED)

    def roots(self) -> "CommentQuerySet":
        return self.filter(root=None)

    def listed(self) -> "CommentQuerySet":
        """What everybody sees: published comments, and tombstones that hold up replies."""
        return self.filter(listed=True)


class Comment(models.Model):
    """What one reader said. `body` is that of the current revision; earlier ones are kept."""

    class Status(models.TextChoices):
        PUBLISHED = "published"
        PENDING = "pending"
        HIDDEN = "hidden"
        REJECTED = "rejected"
        DELETED = "deleted"

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="comments", db_index=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments", db_index=False
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="replies")
    root = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="conversation", db_index=False
    )
    depth = models.PositiveSmallIntegerField(default=0)
    place = models.PositiveIntegerField(default=0)  # in its conversation: 0 the root, then 1, 2, …
    places = models.PositiveIntegerField(default=0)  # of a root: how many were given out

    body = models.TextField()
    chart = models.ForeignKey(
        "markets.ChartSnapshot", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    sameness = models.CharField(max_length=64)  # digest by which a repeated text is known
    status = models.CharField(max_length=9, choices=Status)
    listed = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    posted = models.DateTimeField(default=timezone.now)
    edited = models.DateTimeField(null=True, blank=True)

    likes = models.PositiveIntegerField(default=0)
    idle_likes = models.PositiveIntegerField(default=0)  # of these; they do not move it in "top"
    reply_count = models.PositiveIntegerField(default=0)  # published direct replies
    below = models.PositiveIntegerField(default=0)  # of a root: published comments under it
    rank = models.FloatField(default=0)  # rules.rank(): likes and age in one number

    objects: ClassVar = CommentQuerySet.as_manager()

    class Meta:
        indexes = [
            # `listed` as a condition: SQLite does not take it for a column that is compared
            models.Index(
                fields=["thread", "posted", "id"],
                condition=Q(root=None, listed=True),
                name="roots_by_time",
            ),
            models.Index(
                fields=["thread", "rank", "id"],
                condition=Q(root=None, listed=True),
                name="roots_by_rank",
            ),
            models.Index(
                fields=["thread", "posted", "id"], condition=Q(root=None), name="all_roots_by_time"
            ),
            models.Index(  # moderators read "top" with what is withheld
                fields=["thread", "rank", "id"], condition=Q(root=None), name="all_roots_by_rank"
            ),
            models.Index(fields=["thread", "id"], name="thread_by_number"),
            models.Index(fields=["root", "place"], name="conversation_in_order"),
            models.Index(fields=["author", "posted", "id"], name="comments_of_author"),
            models.Index(fields=["thread", "author", "posted"], name="author_in_thread"),
            # Counted from the index alone: what somebody unmet has said, what waits of one's own
            models.Index(fields=["thread", "author", "status"], name="author_in_thread_by_status"),
            models.Index(
                fields=["root", "author", "status", "parent"],
                condition=Q(root__isnull=False),
                name="author_in_conversation",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent=None, root=None, depth=0)
                | Q(parent__isnull=False, root__isnull=False, depth__gt=0),
                name="a_reply_has_parent_and_root",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="no_reply_to_itself"),
        ]

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED


class CommentRevision(models.Model):
    """The text as it stood, with what screening said of it. Only moderators see old ones."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="revisions", db_index=False)
    number = models.PositiveIntegerField()
    body = models.TextField()
    chart = models.ForeignKey(
        "markets.ChartSnapshot", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    verdict = models.JSONField()
    created = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "number"], name="one_text_per_revision")
        ]


class Vote(models.Model):
    """A reader likes a comment."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="votes", db_index=False)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created = models.DateTimeField(default=timezone.now)
    idle = models.CharField(max_length=10, blank=True)  # moderation.brigades.Idle, or it moves

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "reader"], name="one_like_per_reader")
        ]


class Draft(models.Model):
    """What a reader was writing, kept until it is posted."""

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=120)
    parent = models.PositiveBigIntegerField(default=0)  # 0: not a reply
    body = models.TextField(blank=True)
    chart = models.ForeignKey(
        "markets.ChartSnapshot", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    updated = models.DateTimeField(auto_now=True)
    version = models.PositiveBigIntegerField(default=0)  # grows, also when it was gone between
    writer = models.CharField(max_length=200, blank=True)  # the form that wrote it last
    changed_on = models.CharField(max_length=60, blank=True)  # the device that wrote it last

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reader", "kind", "key", "parent"], name="one_draft_per_form"
            )
        ]


class OutsidePage(models.Model):
    """A page of another site on which a thread of ours is shown; kept from its first comment on."""

    key = models.CharField(max_length=32, unique=True)  # addresses.key_of() of the address
    url = models.CharField(max_length=1000)  # addresses.canonical()
    created = models.DateTimeField(auto_now_add=True)


class ImportedComment(models.Model):
    """Where a comment came from: taking the same file again takes nothing twice."""

    source = models.CharField(max_length=60)
    external = models.CharField(max_length=200)  # its number there
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="imported")
    likes = models.PositiveIntegerField(default=0)  # brought along; whose they were is not known

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "external"], name="imported_once")]


class ImportedAuthor(models.Model):
    """Who wrote elsewhere: a reader with a name who cannot sign in, or one who was recognised."""

    source = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)  # of what that system knew them by, an address perhaps
    username = models.CharField(max_length=150, blank=True)  # their name there, where it was public
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "digest"], name="author_imported_once")
        ]
