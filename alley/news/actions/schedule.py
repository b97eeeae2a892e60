"""What is due: scheduled stories go out one by one, breaking news ends, old deliveries go."""

from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import Q
from wagtail.models import Revision

from alley.news import rules
from alley.news.actions.breaking import end_breaking
from alley.news.actions.publish import publish_article
from alley.news.models import Article, BreakingAlert, WireDelivery

log = structlog.get_logger()
BATCH = 100


def publish_due(now: datetime) -> int:
    """Publish every story whose moment has come; one that fails does not stop the others."""
    done = 0
    for revision in Revision.objects.filter(
        approved_go_live_at__lte=now, content_type__app_label="news"
    ).order_by("approved_go_live_at")[:BATCH]:
        done += _tried(revision.publish, f"revision {revision.pk}")
    held = Article.objects.filter(
        go_live_at__lte=now, live=False, withdrawn=None, latest_revision=None
    )
    for article in held.select_related("section")[:BATCH]:
        done += _tried(lambda article=article: publish_article(article), f"article {article.pk}")
    return done


def end_due(now: datetime) -> None:
    for alert in BreakingAlert.objects.filter(ended=None, ends__lte=now):
        end_breaking(alert)


def forget_old(now: datetime) -> None:
    """Raw deliveries are kept for 30 days; the stories stay."""
    old = WireDelivery.objects.filter(Q(received__lt=now - rules.KEPT)).values("pk")[:BATCH]
    WireDelivery.objects.filter(pk__in=[row["pk"] for row in old]).delete()


def _tried(publish: object, what: str) -> int:
    try:
        with transaction.atomic():
            publish()  # type: ignore[operator]
    except Exception:
        log.exception("news.schedule_failed", what=what)
        return 0
    return 1
