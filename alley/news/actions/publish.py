"""Publish, correct, withdraw: each one transaction, each followed by the same."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from alley.accounts.models import Reader
from alley.announce import announce
from alley.live import bus
from alley.news import rules, search
from alley.news.actions import breaking, follow
from alley.news.events import ArticlePublished, ArticleWithdrawn
from alley.news.models import Article, Correction
from alley.refusals import Refusal, Refused

WITHDRAWN = Refusal("withdrawn", "This story was withdrawn; it needs a new article.", status=409)
EMPTY = Refusal("empty", "Say in a sentence what was wrong.", status=422)


@transaction.atomic
def publish_article(article: Article, *, by: Reader | None = None) -> Article:
    """Put the article on the site as it stands, or hold it until its embargo ends.

    Raises Refused `withdrawn`: a withdrawal is for good.
    """
    now = timezone.now()
    if article.withdrawn:
        raise Refused(WITHDRAWN)
    if article.embargo and article.embargo > now:
        return _store(article, live=False, go_live_at=article.embargo)
    _store(article, live=True, go_live_at=None, expired=False)
    return after_publish(article, now=now)


@transaction.atomic
def after_publish(article: Article, *, now: datetime) -> Article:
    """What follows on every publication, from the desk too: times, text, instruments, pages."""
    made = follow.made_from_body(article)
    first = article.first_published is None or article.version == 0
    changed = made["content_hash"] != article.content_hash
    times = {
        "published": article.published or now,
        "first_published": article.first_published or article.published or now,
        "updated": now if changed and not first else article.updated,
        "last_published_at": now,
    }
    slug = article.slug or rules.slug_of(article.headline)
    _store(article, slug=slug, version=article.version + 1, **times, **made)
    before = follow.symbols_of(article)
    symbols = follow.link_instruments([article], {})
    follow.show(article, symbols | before)
    announce(ArticlePublished(article.pk, first))
    return article


@transaction.atomic
def correct_article(
    article: Article,
    *,
    text: str,
    by: Reader | None = None,
    kind: str = Correction.Kind.CORRECTION,
) -> Correction:
    """Say openly what was wrong. The body is changed on the desk, this is what readers see of it.

    Raises Refused `empty`, `withdrawn`.
    """
    now = timezone.now()
    if not text.strip():
        raise Refused(EMPTY)
    if article.withdrawn:
        raise Refused(WITHDRAWN)
    correction = Correction.objects.create(
        article=article, kind=kind, text=text.strip(), at=now, by=by
    )
    _store(article, updated=now, version=article.version + 1)
    bus.purge("corrections", *follow.keys_of(article, follow.symbols_of(article)))
    if article.live:
        announce(ArticlePublished(article.pk, first=False))
    return correction


@transaction.atomic
def withdraw_article(article: Article, *, notice: str, by: Reader | None = None) -> Article:
    """Take the story off every page. Its address answers 410 with the notice, from now on."""
    now = timezone.now()
    if article.withdrawn:
        return article
    _store(
        article,
        live=False,
        withdrawn=now,
        notice=notice.strip() or "This story was withdrawn.",
        go_live_at=None,
        has_unpublished_changes=False,
        version=article.version + 1,
    )
    article.revisions.update(approved_go_live_at=None)
    for alert in article.breaking_alerts.filter(ended=None):
        breaking.end_breaking(alert, by=by)
    search.forget([article.pk])
    bus.purge(*follow.keys_of(article, follow.symbols_of(article)))
    announce(ArticleWithdrawn(article.pk))
    return article


@transaction.atomic
def note_edit(article: Article, revision: Revision, now: datetime) -> None:
    """Somebody at the desk has changed it: from now on the wire asks before it does."""
    if revision.user_id:
        _store(article, edited=now)


@transaction.atomic
def hold_until_embargo(article: Article, revision: Revision) -> None:
    """Published at the desk, but under embargo: the clock lets it go to the second."""
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=article.embargo)
    _store(article, live=False, go_live_at=article.embargo)
    take_down(article)


@transaction.atomic
def take_down(article: Article) -> None:
    """What follows where the desk unpublishes: the story leaves the pages, without a notice."""
    search.forget([article.pk])
    bus.purge(*follow.keys_of(article, follow.symbols_of(article)))
    announce(ArticleWithdrawn(article.pk))


def _store(article: Article, **values: Any) -> Article:
    """Only these columns: whatever else an open editor holds stays theirs."""
    Article.objects.filter(pk=article.pk).update(**values)
    for name, value in values.items():
        setattr(article, name, value)
    return article
