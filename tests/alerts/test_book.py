"""The book fires what a reader would, tick by tick, in batches, and after a restart."""

from math import nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alley.alerts.book import ARMED, Book, Rule, Table
from tests.alerts.naive import Model

PRICES = st.integers(-8, 8).map(lambda step: step / 4)
RULES = st.builds(
    Rule,
    number=st.just(0),
    level=PRICES,
    direction=st.sampled_from(["above", "below", "either"]),
    band=st.sampled_from([0.0, 0.0, 0.25, 0.5]),
    once=st.booleans(),
)


def fired(book: Book, *prices: float, slot: int = 0) -> list[tuple[int, bool]]:
    return [(e.rule, e.up) for price in prices for e in book.tick(slot, price) if e.fired]


def book_with(*rules: Rule) -> Book:
    book = Book(1)
    for rule in rules:
        book.add(0, rule)
    return book


@pytest.mark.parametrize(
    ("rule", "prices", "times"),
    [
        (Rule(1, 82, "above"), [80, 82], 1),  # touching counts
        (Rule(1, 82, "above"), [83], 0),  # the first price decides the side
        (Rule(1, 82, "above"), [83, 84, 81, 82.5], 1),
        (Rule(1, 82, "above"), [80, 83, 81, 83], 2),
        (Rule(1, 82, "above", once=True), [80, 83, 81, 83], 1),
        (Rule(1, 82, "above"), [80, 82, 82, 82], 1),  # the same price again is no crossing
        (Rule(1, 82, "above", band=1), [80, 83, 81.5, 83, 81, 83], 2),  # back by a whole band
        (Rule(1, 82, "below"), [83, 82], 1),
        (Rule(1, -37, "below"), [-36, -37.63], 1),  # WTI, 20 April 2020
        (Rule(1, 0, "either"), [1, -1, 1], 2),
        (Rule(1, 0, "either", once=True), [1, -1, 1], 1),
        (Rule(1, 82, "either"), [82, 83, 82, 81, 82], 2),  # on the level neither half is armed
    ],
)
def test_when_it_fires(rule: Rule, prices: list[float], times: int) -> None:
    assert len(fired(book_with(rule), *prices)) == times


def test_a_gap_fires_each_level_once_in_the_order_the_price_met_them() -> None:
    levels = [
        Rule(1, 85, "above"),
        Rule(2, 82, "above"),
        Rule(3, 88, "above"),
        Rule(4, 84, "below"),
    ]
    book = book_with(*levels)

    assert fired(book, 80, 90) == [(2, True), (1, True), (3, True)]
    assert fired(book, 70) == [(4, False)]


def test_a_recording_that_begins_anew_fires_nothing() -> None:
    book = book_with(Rule(1, 82, "above"), Rule(2, 82, "below", band=0.5))
    fired(book, 80, 83)
    book.forget(0)

    assert fired(book, 79, 81) == []
    assert fired(book, 82) == [(1, True)]


OTHER = {True: "below", False: "above"}
STEPS = st.one_of(
    PRICES.map(lambda price: ("tick", price)),
    RULES.map(lambda rule: ("add", rule)),
    st.integers(1, 12).map(lambda number: ("remove", number)),
    st.just(("forget", None)),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(STEPS, max_size=60))
def test_the_book_and_the_plain_rules_agree(steps: list[tuple[str, object]]) -> None:
    book, model, number = Book(1), Model(), 0
    for step, value in steps:
        if step == "add":
            number += 1
            rule = Rule(number, value.level, value.direction, value.band, value.once)
            book.add(0, rule)
            model.add(rule)
        elif step == "remove":
            book.remove(0, value)
            model.remove(value)
        elif step == "forget":
            book.forget(0)
            model.forget()
        else:
            mine, plain = fired(book, value), model.tick(value)
            assert sorted(mine) == sorted(plain)


TICKS = st.lists(st.tuples(st.integers(0, 3), PRICES), min_size=1, max_size=80)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), RULES), max_size=20), TICKS)
def test_a_batch_is_its_ticks_one_after_another(rules: list, ticks: list) -> None:
    one, many = Book(4), Book(4)
    for number, (slot, rule) in enumerate(rules):
        for book in (one, many):
            book.add(slot, Rule(number, rule.level, rule.direction, rule.band, rule.once))
    single = [
        (at, events) for at, (slot, price) in enumerate(ticks) if (events := one.tick(slot, price))
    ]
    slots, prices = np.array([t[0] for t in ticks]), np.array([t[1] for t in ticks], dtype=float)
    half = len(ticks) // 2
    batch = many.match(slots[:half], prices[:half])
    batch += [(at + half, events) for at, events in many.match(slots[half:], prices[half:])]

    assert batch == single


@settings(max_examples=300, deadline=None)
@given(st.lists(RULES, max_size=20), st.lists(PRICES, max_size=20), st.lists(PRICES, max_size=20))
def test_a_book_filled_again_goes_on_where_it_stood(
    rules: list[Rule], before: list[float], after: list[float]
) -> None:
    """The last price says how a rule stands; where a band makes that unsure, the events said it."""
    rules = [Rule(n, r.level, r.direction, r.band, once=False) for n, r in enumerate(rules)]
    book, armed = book_with(*rules), {}
    for price in before:
        for event in book.tick(0, price):
            armed[event.rule, event.up] = event.what == ARMED
    halves = [(r, up) for r in rules for up in (True, False) if r.direction not in OTHER[up]]
    again = Book(1)
    again.fill(
        Table(
            slot=np.zeros(len(halves), dtype=np.int64),
            number=np.array([r.number for r, _ in halves], dtype=np.int64),
            level=np.array([r.level for r, _ in halves], dtype=np.float64),
            down=np.array([not up for _, up in halves], dtype=bool),
            paired=np.array([r.direction == "either" for r, _ in halves], dtype=bool),
            band=np.array([r.band for r, _ in halves], dtype=np.float64),
            once=np.zeros(len(halves), dtype=bool),
            armed=np.array([armed.get((r.number, up), -1) for r, up in halves], dtype=np.int8),
        ),
        np.full(len(halves), before[-1] if before else nan),
    )

    assert [sorted(again.tick(0, p)) for p in after] == [sorted(book.tick(0, p)) for p in after]
