"""Stories as a wire would tell them, and articles as an editor would."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from alley.news import actions
from alley.news.models import Article, Section
from alley.news.wire.story import WireStory

NOON = datetime(2024, 5, 2, 12, 0, tzinfo=UTC)


def told(guid: str = "story-1", **more: Any) -> WireStory:
    """A short wire story about oil."""
    text = more.pop("text", "Oil rose after ships were held up.")
    story = WireStory(
        guid=guid,
        headline="Oil rises as ships wait",
        blocks=({"type": "paragraph", "value": f"<p>{text}</p>"},),
        sections=("Commodities",),
        published=timezone.now() - timedelta(minutes=5),
    )
    return replace(story, **more)


def article(headline: str = "Oil rises", *, live: bool = True, **more: Any) -> Article:
    section, _ = Section.objects.get_or_create(slug="commodities", name="Commodities")
    body = [{"type": "paragraph", "value": f"<p>{more.pop('text', 'Ships wait.')}</p>"}]
    made = Article.objects.create(headline=headline, section=section, body=body, live=False, **more)
    return actions.publish_article(made) if live else made
