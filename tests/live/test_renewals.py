"""Topics of which only the newest counts: told when they are heard, not when they were written."""

from collections.abc import Iterator, Sequence

import pytest

from alley.live import bus, renewals, tail
from alley.live.models import Event

pytestmark = pytest.mark.django_db
HEIGHTS: dict[str, int] = {}


@pytest.fixture(autouse=True)
def tides(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(renewals, "_reads", {})
    renewals.register("tide", heights)
    yield
    HEIGHTS.clear()


def heights(topics: Sequence[str]) -> dict[str, dict[str, int]]:
    return {topic: {"height": HEIGHTS[topic]} for topic in topics if topic in HEIGHTS}


def rises(**towns: int) -> None:
    HEIGHTS.update({f"tide:{town}": height for town, height in towns.items()})
    bus.renewed(f"tide:{town}" for town in towns)


def told(events: Sequence[Event]) -> list[tuple[str, int]]:
    return [(event.topic, event.payload["height"]) for event in events if "height" in event.payload]


def test_many_topics_are_one_row_and_those_listened_to_are_told() -> None:
    heard: list[Event] = []
    reader = tail.Tail(heard.extend, listened={"tide:dover"})
    rises(dover=3, calais=4)

    assert Event.objects.filter(topic=renewals.RENEWED).count() == 1
    reader.look()
    assert told(heard) == [("tide:dover", 3)]
    assert heard[-1].pk == tail.newest_id()


def test_what_changed_often_is_told_once_as_it_stands() -> None:
    heard: list[Event] = []
    reader = tail.Tail(heard.extend, listened={"tide:dover"})
    for height in (3, 4, 5):
        rises(dover=height)

    reader.look()
    assert told(heard) == [("tide:dover", 5)]


def test_a_page_that_was_away_catches_up_with_how_it_stands() -> None:
    bus.publish("breaking", {})
    last = tail.newest_id()
    assert told(tail.since(last, ["tide:dover"]).events) == []
    for height in range(tail.MOST + 5):  # more than a page catches up on otherwise
        rises(dover=height)

    assert told(tail.since(last, ["tide:dover"]).events) == [("tide:dover", tail.MOST + 4)]


def test_what_could_not_be_read_is_told_when_it_can(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Event] = []
    reader = tail.Tail(heard.extend, listened={"tide:dover"})
    rises(dover=3)
    with monkeypatch.context() as away:
        away.setitem(renewals._reads, "tide", lambda topics: {}[topics[0]])
        with pytest.raises(KeyError):
            reader.look()

    reader.look()
    assert told(heard) == [("tide:dover", 3)]


def test_nothing_newer_is_no_row() -> None:
    bus.renewed([])
    assert not Event.objects.filter(topic=renewals.RENEWED).exists()
