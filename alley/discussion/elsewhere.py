"""Where else a comment may be posted: a room above offers, and takes the wish with the comment."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from alley.accounts.models import Reader
from alley.discussion.models import Comment


@dataclass(frozen=True, slots=True)
class Offer:
    """One network, and the reader's name there."""

    service: str
    label: str
    handle: str


Offers = Callable[[Reader], list[Offer]]
Wish = Callable[[Comment, Sequence[str]], None]
_rooms: list[tuple[Offers, Wish]] = []


def register(offers: Offers, wish: Wish) -> None:
    _rooms.append((offers, wish))


def offers_for(reader: Reader) -> list[Offer]:
    return [offer for offers, _ in _rooms for offer in offers(reader)]


def wish(comment: Comment, services: Sequence[str]) -> None:
    """Part of the comment's transaction. What is not offered to its author is passed over."""
    if services:
        for _, take in _rooms:
            take(comment, services)
