"""What every list of a reader has in common: versions, the device that wrote, sharing."""

import secrets
from typing import Any, TypeVar

from alley.accounts.agents import changed_elsewhere
from alley.accounts.models import Reader
from alley.live import bus
from alley.portfolios.models import Portfolio, Watchlist
from alley.portfolios.rules import MOST_LISTS
from alley.refusals import Refusal, Refused

Thing = TypeVar("Thing", Watchlist, Portfolio)
TOO_MANY = Refusal("too_many_lists", f"You have {MOST_LISTS} of these already.", status=422)
NO_NAME = Refusal("invalid", "Give it a name of at most 60 characters.", status=422)


def written(
    thing: Thing, *, expected: int | None = None, device: str = "", fields: tuple[str, ...] = ()
) -> Thing:
    """Lock the row, refuse where another device wrote meanwhile, count the change, tell the
    reader's other pages. To be called first in a write's transaction.

    Raises Refused `changed_elsewhere`.
    """
    values = {name: getattr(thing, name) for name in fields}
    fresh = type(thing).objects.select_for_update().get(pk=thing.pk)
    if expected is not None and fresh.version != expected:
        raise Refused(changed_elsewhere(fresh.version, fresh.changed_on))
    for name, value in values.items():
        setattr(fresh, name, value)
    fresh.version += 1
    fresh.changed_on = device[:60]
    fresh.save()
    thing.version, thing.changed_on = fresh.version, fresh.changed_on
    told(fresh, "changed")
    return fresh


def told(thing: Watchlist | Portfolio, what: str) -> None:
    """To the reader's open pages, on every device."""
    kind = type(thing).__name__.lower()
    event: dict[str, Any] = {
        "type": f"{kind}.{what}",
        "id": thing.pk,
        "version": thing.version,
        "by": thing.changed_on,
    }
    bus.publish(f"me:{thing.reader_id}", event)


def named(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 60:
        raise Refused(NO_NAME)
    return name


def next_place(model: type[Watchlist] | type[Portfolio], reader: Reader) -> int:
    have = model.objects.filter(reader=reader).count()
    if have >= MOST_LISTS:
        raise Refused(TOO_MANY)
    return have


def shared(thing: Thing, on: bool, *, device: str = "") -> Thing:
    """A link that nobody can guess, or none; a new link after the old was taken back."""
    if on != bool(thing.share):
        thing.share = secrets.token_urlsafe(18) if on else None
        return written(thing, device=device, fields=("share",))
    return thing
