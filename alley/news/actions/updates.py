"""An update that waits because an editor has changed the story: taken, or set aside."""

from django.db import transaction
from django.utils import timezone

from alley.accounts.models import Reader
from alley.news.actions import wired
from alley.news.models import WireItem
from alley.news.wire.story import from_json
from alley.refusals import Refusal, Refused

NONE = Refusal("nothing_waits", "No update of this story waits any more.", status=409)


@transaction.atomic
def take_update(item: WireItem, *, by: Reader) -> None:
    """The wire's version takes the place of ours; both stand in the story's history.

    Raises Refused `nothing_waits`.
    """
    told = _waiting(item)
    article = item.article
    if article is None or article.withdrawn:
        raise Refused(NONE)
    article.save_revision(user=by, changed=False)
    wired.apply_update(
        article, from_json(told), item.source, publish=article.live, now=timezone.now()
    )
    article.save_revision(user=by, changed=False)
    _done(item)


@transaction.atomic
def set_update_aside(item: WireItem) -> None:
    """Ours stays; the next version asks again. Raises Refused `nothing_waits`."""
    _waiting(item)
    _done(item)


def _waiting(item: WireItem) -> dict[str, object]:
    told: dict[str, object] | None = (
        WireItem.objects.select_for_update().values_list("pending", flat=True).get(pk=item.pk)
    )
    if told is None:
        raise Refused(NONE)
    return told


def _done(item: WireItem) -> None:
    WireItem.objects.filter(pk=item.pk).update(pending=None)
