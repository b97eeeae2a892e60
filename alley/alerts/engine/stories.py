"""Stories that were published: who waits for them, found in the engine's own transaction."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from alley.alerts.engine.firing import Occasion, after, firing_of, may_fire, recent_firings, save
from alley.alerts.kinds.base import stamp
from alley.alerts.models import Alert, Firing, StoryHeard
from alley.alerts.story_match import named_in, waits_for
from alley.news.models import Article

BATCH = 50


def fire_waiting() -> int:
    """Fire the alerts on stories that were heard of; a story is heard of once."""
    heard = list(StoryHeard.objects.order_by("pk")[:BATCH])
    for one in heard:
        known = Article.objects.select_related("section", "source").prefetch_related("instruments")
        article = known.filter(pk=one.article).first()
        if article is not None and article.live:
            fire_story(article)
        one.delete()
    return len(heard)


def fire_story(article: Article) -> list[Firing]:
    now = timezone.now()
    cause = f"story:{article.same_as_id or article.pk}"  # several sources, one story
    alerts = [alert for alert in _candidates(article) if waits_for(alert, article)]
    told = set(
        Firing.objects.filter(cause=cause, alert__in=alerts).values_list("alert_id", flat=True)
    )
    recent = recent_firings({alert.pk for alert in alerts}, now)
    at = article.published or now
    firings = []
    for alert in alerts:
        if alert.pk in told or not may_fire(alert, at, now):
            continue
        firings.append(firing_of(_occasion(alert, article, at, cause)))
        after(alert, at, recent)
    fired = [firing.alert for firing in firings]
    fields = ["arming", "fired", "state", "paused_reason"]
    Alert.objects.bulk_update(fired, fields, batch_size=400)
    return save(firings, now)


def _candidates(article: Article) -> list[Alert]:
    """Live story alerts on an instrument or the section of the story, and all on words."""
    named = named_in().filter(article=article)
    wanted = Q(instrument__in=named.values("instrument"))
    wanted |= Q(params__section=article.section.slug) | Q(params__has_key="keyword")
    live = Alert.objects.filter(wanted, kind=Alert.Kind.STORY, state=Alert.State.LIVE)
    return list(live.select_related("instrument", "owner").order_by("pk"))


def _occasion(alert: Alert, article: Article, at: datetime, cause: str) -> Occasion:
    proof = {
        "story": article.headline,
        "source": article.credit or (article.source.name if article.source else ""),
        "published": stamp(at),
        "article": article.pk,
    }
    return Occasion(alert, at, article.headline, proof, article.url, cause)
