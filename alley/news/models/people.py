"""Where stories stand, what they are about, who writes them and who sends them."""

from django.core.exceptions import ValidationError
from django.db import models


class Section(models.Model):
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return f"/news/{self.slug}/"


class Topic(models.Model):
    slug = models.SlugField(max_length=80, unique=True, allow_unicode=True)
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Somebody who writes; not an account."""

    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True)
    name = models.CharField(max_length=120)
    about = models.TextField(blank=True)
    holdings = models.TextField(blank=True, help_text="Holdings that readers should know of")

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name


class Source(models.Model):
    """Who sends stories, and what may be done with them."""

    class Format(models.TextChoices):
        AUTO = "auto", "Find out"
        FEED = "feed", "RSS or Atom"
        JSONFEED = "jsonfeed", "JSON Feed"
        NINJS = "ninjs", "ninjs"
        NEWSML = "newsml", "NewsML-G2"
        NITF = "nitf", "NITF"
        HTML = "html", "HTML page"
        PAGE = "page", "Plain text page"

    name = models.CharField(max_length=80, unique=True)
    url = models.CharField(max_length=500, blank=True, help_text="Fetched every `interval` minutes")
    format = models.CharField(max_length=10, choices=Format, default=Format.AUTO)
    interval = models.PositiveSmallIntegerField(default=15, help_text="Minutes between fetches")
    active = models.BooleanField(default=True)
    credit = models.CharField(max_length=120, blank=True, help_text="Credit where none is named")
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", help_text="Otherwise"
    )
    section_names = models.JSONField(
        default=dict, blank=True, help_text='Their words to our slugs: {"Energy": "commodities"}'
    )
    publishes = models.BooleanField(default=False, help_text="Publish at once, without an editor")
    pictures = models.BooleanField(
        default=False, help_text="Fetch the pictures it names: only where the contract allows it"
    )
    rights = models.TextField(blank=True, help_text="What the contract allows")
    language = models.CharField(max_length=12, default="en")
    time_zone = models.CharField(max_length=50, default="UTC", help_text="Of stamps without a zone")

    etag = models.CharField(max_length=300, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    fetched = models.DateTimeField(null=True, editable=False)
    due = models.DateTimeField(null=True, db_index=True, editable=False)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        names = self.section_names
        if not isinstance(names, dict) or not all(isinstance(slug, str) for slug in names.values()):
            raise ValidationError({"section_names": 'Write it like {"Energy": "commodities"}.'})
