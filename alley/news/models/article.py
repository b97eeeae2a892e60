"""The article: flat, found by id, with Wagtail's drafts, workflow, locks, preview and schedule.

`text` and `html` are made from the body by prose.py whenever it changes: `text` is what offsets of
instruments count in, `html` is clean and without links to instruments.
"""
# mypy: disable-error-code="no-untyped-call, call-arg"
# Wagtail's own constructors have no types

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from alley.markets.models import Instrument
from alley.news.body import Body
from alley.news.models.people import Person, Section, Source, Topic

UNFINISHED = Q(live=False) | Q(has_unpublished_changes=True)


class ArticleQuerySet(models.QuerySet["Article"]):
    def live_now(self) -> "ArticleQuerySet":
        """What readers may read."""
        return self.filter(live=True)

    def unfinished(self) -> "ArticleQuerySet":
        """What readers do not see: stories not out yet, and changes to those that are."""
        return self.filter(UNFINISHED, withdrawn=None, go_live_at=None)

    def listed(self) -> "ArticleQuerySet":
        """What lists show: of one story told by several sources, the one told first."""
        return self.filter(live=True, same_as=None)

    def for_lists(self) -> "ArticleQuerySet":
        """With all that a teaser shows, and without the long fields."""
        return self.select_related("section", "source").defer("body", "text", "html")


class Article(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    ClusterableModel,
):
    class Discussion(models.TextChoices):
        OPEN = "open", "Open"
        PRE_MODERATED = "pre_moderated", "Every comment is read before it appears"
        CLOSED = "closed", "Closed"

    headline = models.CharField(max_length=300)
    short_headline = models.CharField(max_length=120, blank=True)
    standfirst = models.TextField(blank=True)
    slug = models.SlugField(max_length=120, allow_unicode=True, blank=True)
    section = models.ForeignKey(Section, models.PROTECT, related_name="articles")
    topics = ParentalManyToManyField(Topic, blank=True, related_name="articles")
    dateline = models.CharField(max_length=120, blank=True, help_text="The place: ALMATY")
    source = models.ForeignKey(
        Source, models.SET_NULL, null=True, blank=True, related_name="articles"
    )
    credit = models.CharField(max_length=120, blank=True, help_text="The agency: Reuters")
    body = StreamField(Body(), blank=True)
    language = models.CharField(max_length=12, default="en")
    canonical_url = models.URLField(max_length=1000, blank=True)
    discussion = models.CharField(max_length=15, choices=Discussion, default=Discussion.OPEN)
    show_claims = models.BooleanField(
        default=False, help_text="Readers see which market sentences the prices bear out"
    )
    urgency = models.PositiveSmallIntegerField(default=5, help_text="1 is a flash, 9 can wait")

    published = models.DateTimeField(null=True, blank=True, help_text="What lists are sorted by")
    first_published = models.DateTimeField(null=True, blank=True)
    updated = models.DateTimeField(null=True, blank=True)
    embargo = models.DateTimeField(null=True, blank=True, help_text="Not before this moment")

    withdrawn = models.DateTimeField(null=True, editable=False)
    notice = models.TextField(blank=True, editable=False, help_text="Why it was withdrawn")
    edited = models.DateTimeField(null=True, editable=False)  # by a human: the wire asks from then
    same_as = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,  # nearly all are null, and SQLite would take it for the newest articles
        related_name="told_also",
    )
    text = models.TextField(blank=True, editable=False)
    html = models.TextField(blank=True, editable=False)
    word_count = models.PositiveIntegerField(default=0, editable=False)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    _revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="article",
        for_concrete_model=False,
    )
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="article",
        for_concrete_model=False,
    )

    objects: ClassVar = ArticleQuerySet.as_manager()
    # what the reading page shows, for a draft; queries fill it in AppConfig.ready()
    shown_in_preview: ClassVar[Callable[["Article"], dict[str, Any]]]

    class Meta:
        indexes = [
            models.Index(
                fields=["-published", "-id"],
                condition=Q(live=True, same_as=None),
                name="newest_articles",
            ),
            models.Index(
                fields=["section", "-published", "-id"],
                condition=Q(live=True, same_as=None),
                name="newest_in_section",
            ),
            models.Index(fields=["same_as"], condition=Q(same_as__isnull=False), name="told_also"),
            models.Index(fields=["-id"], condition=~Q(go_live_at=None), name="scheduled_articles"),
            models.Index(fields=["-id"], condition=UNFINISHED, name="unfinished_articles"),
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def revisions(self) -> Any:
        return self._revisions

    @property
    def url(self) -> str:
        return f"/news/{self.section.slug}/{self.slug or 'story'}-{self.pk}/"

    def get_absolute_url(self) -> str:
        return self.url

    @property
    def shown_headline(self) -> str:
        return self.short_headline or self.headline

    @property
    def reading_minutes(self) -> int:
        return max(1, round(self.word_count / 230))

    def with_content_json(self, content: dict[str, Any]) -> "Article":
        """An old draft never brings back what the newsroom has done to the story since."""
        article: Article = super().with_content_json(content)
        for name in (
            "published",
            "first_published",
            "updated",
            "withdrawn",
            "notice",
            "edited",
            "version",
        ):
            setattr(article, name, getattr(self, name))
        return article

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "news/preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {**super().get_preview_context(request, mode_name), **self.shown_in_preview(self)}


class Byline(models.Model):
    """One name over an article, in order: a person we know, or the wire's own words."""

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="bylines")
    order = models.PositiveSmallIntegerField(default=0)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.CharField(max_length=160, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(text=""), name="byline_names_somebody"
            )
        ]

    @property
    def name(self) -> str:
        return self.text or (self.person.name if self.person else "")


class PackageItem(models.Model):
    """One line of "For more on this story": an article of ours, or an address elsewhere."""

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="package")
    order = models.PositiveSmallIntegerField(default=0)
    headline = models.CharField(max_length=300)
    target = models.ForeignKey(Article, models.CASCADE, null=True, blank=True, related_name="+")
    url = models.URLField(max_length=1000, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["order", "id"]

    @property
    def address(self) -> str:
        return self.target.url if self.target else self.url


class GalleryImage(models.Model):
    """One picture. Where the wire named an address, the file follows once it is fetched; without
    one, caption and credit stand alone."""

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="gallery")
    order = models.PositiveSmallIntegerField(default=0)
    image = models.ForeignKey(
        get_image_model_string(), models.SET_NULL, null=True, blank=True, related_name="+"
    )
    alt = models.CharField(max_length=300, blank=True)
    caption = models.TextField(blank=True)
    credit = models.CharField(max_length=200, blank=True)
    wire_url = models.URLField(max_length=1000, blank=True, editable=False)
    due = models.DateTimeField(null=True, editable=False, help_text="When to fetch it (again)")
    failures = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["order", "id"]
        indexes = [
            models.Index(fields=["due"], condition=Q(due__isnull=False), name="due_pictures")
        ]

    @property
    def address(self) -> str | None:
        return self.image.file.url if self.image else None


class ArticleInstrument(models.Model):
    """An instrument named in an article's `text`, where it stands there, and who says so."""

    class Origin(models.TextChoices):
        WIRE = "wire", "The wire said so"
        FOUND = "found", "Found in the text"
        EDITOR = "editor", "An editor said so"
        REFUSED = "refused", "An editor said no"

    article = models.ForeignKey(Article, models.CASCADE, related_name="instruments")
    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="+")
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    text = models.CharField(max_length=200, blank=True)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.FOUND)
    confidence = models.FloatField(default=1.0)
    why = models.CharField(max_length=40, blank=True)  # what makes it this instrument
    salience = models.FloatField(default=0)  # how much the story is about it, 0 to 1
    leads = models.BooleanField(default=True)  # the first time this article names the instrument
    published = models.DateTimeField(
        null=True
    )  # the article's: an instrument's newest need no join

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["start", "id"]
        indexes = [
            models.Index(
                fields=["instrument", "-published", "-article"],
                condition=Q(leads=True),
                name="stories_of_instrument",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__gt=models.F("start")),
                name="instrument_mention_has_length",
            )
        ]
