"""Rows of wire stories, many at a time: no revision until an editor opens one."""
# mypy: disable-error-code="no-untyped-call"
# Wagtail's own constructors have no types

import json
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from alley.announce import announce
from alley.live import bus
from alley.markets.queries import instrument_for
from alley.news import nearness, prose, rules, search
from alley.news.actions import breaking, follow
from alley.news.actions.publish import after_publish
from alley.news.events import ArticlePublished
from alley.news.models import (
    Article,
    Byline,
    Correction,
    Fingerprint,
    FingerprintBand,
    GalleryImage,
    PackageItem,
    Section,
    Source,
    Topic,
    WireDelivery,
    WireItem,
)
from alley.news.wire.story import Picture, WireStory

FLASH = 2  # urgency 1 and 2 break


def hash_of(story: WireStory) -> str:
    """What decides, without a version, whether a delivery says anything new."""
    return rules.content_hash(
        story.headline,
        story.standfirst,
        story.bylines,
        story.dateline,
        list(story.blocks),
        [[picture.caption, picture.credit, picture.url] for picture in story.gallery],
    )


def make_articles(
    stories: Sequence[WireStory],
    *,
    source: Source,
    delivery: WireDelivery | None,
    publish: bool,
    now: datetime,
) -> dict[str, int]:
    """An article a story, by guid. A fixed number of queries, and one more a new section."""
    if not stories:
        return {}
    sections = _sections(stories, source)
    columns = [_columns(story, source, publish=publish, now=now) for story in stories]
    articles = [
        Article(section=sections[story.guid], source=source, version=1, **values)
        for story, values in zip(stories, columns, strict=True)
    ]
    marks = _group(articles, source, now)
    Article.objects.bulk_create(articles)
    pairs = list(zip(stories, articles, strict=True))
    _make_parts(pairs)
    WireItem.objects.bulk_create(
        _item(story, article, source, delivery) for story, article in pairs
    )
    _fingerprint(articles, marks)
    _show(pairs)
    return {story.guid[:500]: article.pk for story, article in pairs}


def apply_update(
    article: Article, story: WireStory, source: Source, *, publish: bool, now: datetime
) -> None:
    """A newer version over wire-owned fields; nobody at the desk has touched them."""
    values = _columns(story, source, publish=publish, now=now)
    for kept in ("published", "first_published", "slug"):
        values[kept] = getattr(article, kept) or values[kept]
    values["updated"] = story.updated or now
    live = article.live or values["live"]
    values.pop("content_hash")
    section = _sections([story], source)[story.guid]
    Article.objects.filter(pk=article.pk).update(
        **{**values, "body": json.dumps(values["body"]), "live": live, "section": section}
    )
    article.refresh_from_db()
    for parts in (article.bylines, article.gallery, article.package):
        parts.all().delete()
    _make_parts([(story, article)])
    if story.correction:
        Correction.objects.create(article=article, text=story.correction, at=story.created or now)
    if live:
        after_publish(article, now=now)


def hold(article: Article) -> None:
    """Withheld by the agency: off the pages, kept as a draft."""
    Article.objects.filter(pk=article.pk).update(live=False)
    search.forget([article.pk])
    bus.purge(*follow.keys_of(article, follow.symbols_of(article)))


def _columns(story: WireStory, source: Source, *, publish: bool, now: datetime) -> dict[str, Any]:
    raw = [{"id": str(uuid.uuid4()), **block} for block in story.blocks]
    html = prose.render(raw)
    text = prose.text_of(html)
    embargoed = story.embargo is not None and story.embargo > now
    goes = publish and story.status == "usable" and not story.untitled
    published = min(story.published or now, now)
    return {
        "headline": story.headline[:300],
        "short_headline": story.short_headline[:120],
        "standfirst": "" if text.startswith(story.standfirst) else story.standfirst,
        "slug": rules.slug_of(story.headline),
        "dateline": story.dateline[:120],
        "credit": (story.credit or source.credit)[:120],
        "body": raw,
        "html": html,
        "text": text,
        "word_count": rules.words_in(text),
        "content_hash": rules.content_hash(story.headline, story.standfirst, raw),
        "language": (story.language or source.language)[:12],
        "canonical_url": story.url[:1000],
        "urgency": story.urgency,
        "live": goes and not embargoed,
        "published": published,
        "first_published": min(story.first_published or published, published),
        "updated": story.updated,
        "embargo": story.embargo,
        "go_live_at": story.embargo if goes and embargoed else None,
        "first_published_at": published if goes and not embargoed else None,
        "last_published_at": now if goes and not embargoed else None,
    }


def _sections(stories: Iterable[WireStory], source: Source) -> dict[str, Section]:
    """A section for every story, by guid: the source's words, else its own, else News."""
    known = {section.slug: section for section in Section.objects.all()}
    chosen = {}
    for story in stories:
        slug = rules.section_word(story.sections, source.section_names, known)
        if slug is None and source.section:
            chosen[story.guid] = source.section
            continue
        slug = slug or "news"
        if slug not in known:
            order = list(rules.SECTIONS).index(slug)
            known[slug] = Section.objects.create(slug=slug, name=rules.SECTIONS[slug], order=order)
        chosen[story.guid] = known[slug]
    return chosen


def _make_parts(pairs: Sequence[tuple[WireStory, Article]]) -> None:
    Byline.objects.bulk_create(
        Byline(article=article, order=order, text=name[:160])
        for story, article in pairs
        for order, name in enumerate(story.bylines)
    )
    GalleryImage.objects.bulk_create(
        GalleryImage(
            article=article,
            order=order,
            alt=picture.alt[:300],
            caption=picture.caption,
            credit=picture.credit[:200],
            wire_url=address,
            due=timezone.now() if address else None,
        )
        for story, article in pairs
        for order, picture in enumerate(story.gallery)
        if (address := _fetchable(picture, article.source)) or picture.caption or picture.credit
    )
    PackageItem.objects.bulk_create(
        PackageItem(article=article, order=order, headline=item.headline[:300], url=item.url[:1000])
        for story, article in pairs
        for order, item in enumerate(story.package)
    )
    _make_topics(pairs)


def _fetchable(picture: Picture, source: Source | None) -> str:
    """Where the file can be had, if the source's pictures may be."""
    wanted = source is not None and source.pictures
    return (
        picture.url
        if wanted and picture.url.startswith("http") and len(picture.url) <= 1000
        else ""
    )


def _make_topics(pairs: Sequence[tuple[WireStory, Article]]) -> None:
    wanted = {rules.slug_of(word): word[:80] for story, _ in pairs for word in story.topics if word}
    if not wanted:
        return
    Topic.objects.bulk_create(
        (Topic(slug=slug, name=name) for slug, name in wanted.items()), ignore_conflicts=True
    )
    topics = dict(Topic.objects.filter(slug__in=wanted).values_list("slug", "pk"))
    through = Article.topics.through
    through.objects.bulk_create(
        (
            through(article_id=article.pk, topic_id=topics[slug])
            for story, article in pairs
            for slug in dict.fromkeys(rules.slug_of(word) for word in story.topics if word)
            if slug in topics
        ),
        ignore_conflicts=True,
    )


def _item(
    story: WireStory, article: Article, source: Source, delivery: WireDelivery | None
) -> WireItem:
    return WireItem(
        source=source,
        guid=story.guid[:500],
        version=story.version or 0,
        created=story.created,
        content_hash=hash_of(story),
        status=story.status,
        delivery=delivery,
        article=article,
    )


def _group(articles: list[Article], source: Source, now: datetime) -> dict[int, bytes | None]:
    """A story that another source told within three days belongs to that one."""
    marks = {id(article): nearness.signature(article.text) for article in articles}
    wanted = {band for mark in marks.values() if mark for band in nearness.bands(mark)}
    near: dict[int, list[int]] = {}
    found = FingerprintBand.objects.filter(
        band__in=wanted, article__published__gte=now - rules.SAME_STORY_WITHIN
    ).exclude(article__source=source)
    for band, article in found.values_list("band", "article"):
        near.setdefault(band, []).append(article)
    known = dict(
        Fingerprint.objects.filter(
            article__in={one for ones in near.values() for one in ones}
        ).values_list("article", "signature")
    )
    for fresh in articles:
        mark = marks[id(fresh)]
        if mark and (lead := _nearest(mark, near, known)):
            fresh.same_as_id = lead
    return marks


def _nearest(mark: bytes, near: dict[int, list[int]], known: dict[int, Any]) -> int | None:
    candidates = {one for band in nearness.bands(mark) for one in near.get(band, ())}
    alike = {one: nearness.likeness(mark, bytes(known[one])) for one in candidates if one in known}
    best = max(alike, key=lambda one: (alike[one], -one), default=None)
    return best if best is not None and alike[best] >= nearness.SAME else None


def _fingerprint(articles: list[Article], marks: dict[int, bytes | None]) -> None:
    marked = [
        (article, mark)
        for article in articles
        if (mark := marks[id(article)]) and not article.same_as_id
    ]
    Fingerprint.objects.bulk_create(
        Fingerprint(article=article, signature=mark) for article, mark in marked
    )
    FingerprintBand.objects.bulk_create(
        FingerprintBand(article=article, band=band)
        for article, mark in marked
        for band in nearness.bands(mark)
    )


def _show(pairs: Sequence[tuple[WireStory, Article]]) -> None:
    """Link, index, purge and tell, once for all of them."""
    wired: dict[int, Iterable[str]] = {
        article.pk: _symbols(story) for story, article in pairs if story.symbols
    }
    articles = [article for _, article in pairs]
    symbols = follow.link_instruments(articles, wired)
    live = [article for article in articles if article.live]
    if not live:
        return
    search.update(live)
    bus.purge(*{key for article in live for key in follow.keys_of(article, symbols)})
    for article in live:
        announce(ArticlePublished(article.pk, first=True))
        if article.urgency <= FLASH and article.same_as_id is None:
            breaking.break_news(article=article, lasts=timedelta(hours=2))


def _symbols(story: WireStory) -> list[str]:
    found = (instrument_for(symbol) for symbol in story.symbols)
    return [instrument.symbol for instrument in found if instrument]
