"""What the newsroom of the demo works at: a draft, and a story that goes out tomorrow."""
# mypy: disable-error-code="no-untyped-call"
# Wagtail's own methods have no types

from datetime import datetime, timedelta

from alley.accounts.models import Reader
from alley.news.models import Article, Section

DRAFT = (
    "what-storage-costs",
    "What it costs to keep a barrel",
    "Tanks were full in April 2020 and nearly empty two years later. Figures to be checked.",
    "<p>When West Texas Intermediate closed at −36.98 dollars, a place to put it was worth more"
    " than the oil. We asked what a place costs in ordinary years.</p>",
)
TOMORROW = (
    "labels-beside-a-price",
    "What the words beside a price mean",
    "Real-time, delayed, end of day, reference: where a number comes from says what it is for.",
    "<p>A price without its source and its time is a rumour. Beside each one on these pages stand"
    " the kind, the source and the moment; a price that should have come and did not is called not"
    " current.</p>",
)
HOUR = 6


def make_drafts(editor: Reader, now: datetime) -> None:
    if not Article.objects.filter(slug=DRAFT[0]).exists():
        _begun(DRAFT, "commodities").save_revision(user=editor)
    if not Article.objects.filter(slug=TOMORROW[0]).exists():
        story = _begun(TOMORROW, "economy")
        morning = (now + timedelta(days=1)).replace(hour=HOUR, minute=0, second=0, microsecond=0)
        story.go_live_at = morning
        story.save_revision(user=editor).publish(user=editor)


def _begun(told: tuple[str, str, str, str], section: str) -> Article:
    slug, headline, standfirst, text = told
    story = Article(
        slug=slug,
        headline=headline,
        standfirst=standfirst,
        section=Section.objects.get(slug=section),
        body=[("paragraph", text)],
        live=False,
        has_unpublished_changes=True,
    )
    story.save()
    return story
