"""What came over the wire becomes articles: each story by its own id, newest version, once."""

import contextlib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db import DatabaseError, transaction
from django.utils import timezone

from alley.news import rules
from alley.news.actions import wired
from alley.news.actions.publish import withdraw_article
from alley.news.models import Source, WireDelivery, WireItem
from alley.news.wire.reader import Reader
from alley.news.wire.story import NotAStory, WireStory

BATCH = 50  # stories a transaction: one wait for the disk, and no writer waits long for us
Kind = Literal["new", "updated", "unchanged", "refused", "withdrawn", "pending"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one story."""

    kind: Kind
    reason: str = ""
    article: int | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """One batch's stories and what the source has sent of them before."""

    source: Source
    delivery: WireDelivery | None
    publish: bool
    now: datetime


def ingest_bytes(
    raw: bytes, *, source: Source, reader: Reader, address: str = "", publish: bool | None = None
) -> list[Outcome]:
    """Keep the delivery as it is, read it, and apply every story in it.

    `publish` overrules the source. A delivery that cannot be read is kept with the reason.
    """
    try:
        format, stories = reader.read(
            raw, format=source.format, zone=source.time_zone, address=address
        )
    except NotAStory as refusal:
        keep(raw, source=source, address=address, reason=refusal.reason)
        return [Outcome("refused", refusal.reason)]
    delivery = keep(raw, source=source, address=address, format=format, items=len(stories))
    return ingest_stories(stories, source=source, delivery=delivery, publish=publish)


def keep(
    raw: bytes, *, source: Source, address: str, reason: str = "", format: str = "", items: int = 0
) -> WireDelivery:
    return WireDelivery.objects.create(
        source=source,
        received=timezone.now(),
        address=address[:500],
        sha256=hashlib.sha256(raw).hexdigest(),
        size=len(raw),
        raw=raw[: 20 * 1024 * 1024],
        status=WireDelivery.Status.REFUSED if reason else WireDelivery.Status.READ,
        reason=reason[:300],
        format=format,
        items=items,
    )


def ingest_stories(
    stories: Sequence[WireStory | NotAStory],
    *,
    source: Source,
    delivery: WireDelivery | None = None,
    publish: bool | None = None,
) -> list[Outcome]:
    """Apply stories in batches; a batch that fails is tried again one by one, the rest goes on."""
    outcomes: list[Outcome] = []
    known = _Known(
        source, delivery, source.publishes if publish is None else publish, timezone.now()
    )
    for at in range(0, len(stories), BATCH):
        batch = stories[at : at + BATCH]
        try:
            outcomes += _apply(batch, known)
        except (DatabaseError, ValueError):
            outcomes += [_alone(story, known) for story in batch]
    _note_refusals(delivery, outcomes)
    return outcomes


def ingest_item(
    story: WireStory,
    *,
    source: Source,
    delivery: WireDelivery | None = None,
    publish: bool | None = None,
) -> Outcome:
    """Apply one story: new, a newer version, or nothing where it is known or older."""
    return ingest_stories([story], source=source, delivery=delivery, publish=publish)[0]


def replay(delivery: WireDelivery, *, reader: Reader) -> list[Outcome]:
    """Read a kept delivery again, after a parser was mended. Nothing is doubled by it."""
    raw = bytes(delivery.raw or b"")
    source = delivery.source
    try:
        format, stories = reader.read(
            raw, format=source.format, zone=source.time_zone, address=delivery.address
        )
    except NotAStory as refusal:
        return [Outcome("refused", refusal.reason)]
    delivery.status, delivery.reason = WireDelivery.Status.READ, ""
    delivery.format, delivery.items = format, len(stories)
    delivery.save(update_fields=["status", "reason", "format", "items"])
    return ingest_stories(stories, source=source, delivery=delivery)


def _alone(story: WireStory | NotAStory, known: _Known) -> Outcome:
    try:
        return _apply([story], known)[0]
    except (DatabaseError, ValueError) as error:
        return Outcome("refused", f"cannot be stored: {error}"[:280])


@transaction.atomic
def _apply(stories: Sequence[WireStory | NotAStory], known: _Known) -> list[Outcome]:
    guids = [story.guid[:500] for story in stories if isinstance(story, WireStory)]
    items = {
        item.guid: item
        for item in WireItem.objects.filter(source=known.source, guid__in=guids).select_related(
            "article__section"
        )
    }
    fresh: dict[str, WireStory] = {}
    outcomes: list[Outcome | str] = []  # a guid stands for the article still to be made
    for story in stories:
        if isinstance(story, NotAStory):
            outcomes.append(Outcome("refused", story.reason))
        elif story.guid[:500] in items:
            outcomes.append(_again(story, items[story.guid[:500]], known))
        elif story.guid[:500] in fresh:
            outcomes.append(_twice(story, fresh))
        else:
            fresh[story.guid[:500]] = story
            outcomes.append(story.guid[:500])
    made = wired.make_articles(
        list(fresh.values()),
        source=known.source,
        delivery=known.delivery,
        publish=known.publish,
        now=known.now,
    )
    return [Outcome("new", article=made[one]) if isinstance(one, str) else one for one in outcomes]


def _twice(story: WireStory, fresh: dict[str, WireStory]) -> Outcome:
    """The same id twice in one delivery: the newer one counts."""
    guid = story.guid[:500]
    first = fresh[guid]
    newer = rules.is_newer(
        version=story.version,
        created=story.created,
        applied_version=first.version or 0,
        applied_created=first.created,
    )
    if newer:
        fresh[guid] = story
    return Outcome("unchanged", "the same id twice in one delivery")


def _again(story: WireStory, item: WireItem, known: _Known) -> Outcome:
    """Another delivery of a known story."""
    told = wired.hash_of(story)
    newer = rules.is_newer(
        version=story.version,
        created=story.created,
        applied_version=item.version,
        applied_created=item.created,
    )
    same = told == item.content_hash and story.status == item.status
    if (newer is False or same) and not _stops(story, item):
        if newer:
            _remember(item, story, told, known)
        return Outcome("unchanged", article=item.article_id)
    if item.status == WireItem.Status.WITHDRAWN:
        # sticky: a `usable` after a kill needs a human, and a new article
        return Outcome("unchanged", "it was withdrawn", item.article_id)
    _remember(item, story, told, known)
    article = item.article
    if article is None:
        return Outcome("unchanged", "its article was deleted")
    if story.status == "withdrawn":
        withdraw_article(article, notice="Withdrawn by the agency.")
        return Outcome("withdrawn", article=article.pk)
    if article.withdrawn:
        return Outcome("unchanged", "it was withdrawn", article.pk)
    if story.status == "withheld":
        wired.hold(article)
        return Outcome("updated", "withheld", article.pk)
    if article.edited:
        WireItem.objects.filter(pk=item.pk).update(pending=story.as_json())
        return Outcome("pending", "an editor has changed it", article.pk)
    wired.apply_update(article, story, known.source, publish=known.publish, now=known.now)
    return Outcome("updated", article=article.pk)


def _stops(story: WireStory, item: WireItem) -> bool:
    """A kill or hold of the version that stands, though it says nothing else new."""
    current = story.version is None or story.version >= item.version
    return current and story.status not in {"usable", item.status}


def _remember(item: WireItem, story: WireStory, told: str, known: _Known) -> None:
    values: dict[str, Any] = {
        "version": story.version or item.version,
        "created": story.created or item.created,
        "content_hash": told,
        "status": story.status,
        "delivery": known.delivery,
    }
    WireItem.objects.filter(pk=item.pk).update(**values)


def _note_refusals(delivery: WireDelivery | None, outcomes: list[Outcome]) -> None:
    """The source's page shows the first reason, also where only some items were refused."""
    reasons = [outcome.reason for outcome in outcomes if outcome.kind == "refused"]
    if delivery and reasons:
        with contextlib.suppress(DatabaseError):
            WireDelivery.objects.filter(pk=delivery.pk).update(
                reason=f"{len(reasons)} refused: {reasons[0]}"[:300]
            )
