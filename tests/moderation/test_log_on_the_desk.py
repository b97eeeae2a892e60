"""The log on the desk: who did what, narrowed down, and whether its chain holds."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from alley.accounts.models import Reader
from alley.moderation import actions, queries
from alley.moderation.actions import log
from alley.moderation.models import Case, LogEntry, Report

DESK = "/desk/moderation/log/"


@pytest.fixture
def done(
    ada: Reader,
    bo: Reader,
    mo: Reader,
    mia: Reader,
    held: Callable[..., Case],
    reported: Callable[..., Report],
) -> None:
    """Mo rejects one of Ada's, Mia approves another; Bo reports a third."""
    first, second = held(ada, key="1"), held(ada, key="2", text="Brent again.")
    actions.decide(case=first, moderator=mo, action="reject", guideline="no_promotion", version=1)
    actions.decide(case=second, moderator=mia, action="approve", version=1)
    reported(bo, ada, key="3")


def _rows(client: Client, asked: str = "") -> list[str]:
    page = client.get(DESK + asked).content.decode()
    body = page[page.index("desk-log") :].split("<tbody>")[1].split("</tbody>")[0]
    rows = [re.sub(r"^[^>]*>|<[^>]+>", " ", row) for row in body.split("<tr")[1:]]
    return [" ".join(row.split()) for row in rows]


def test_everything_that_was_done_stands_there_newest_first(
    client: Client, mo: Reader, done: None
) -> None:
    client.force_login(mo)

    rows = _rows(client)

    numbers = LogEntry.objects.order_by("-pk").values_list("pk", flat=True)
    assert [int(row.split()[0]) for row in rows] == list(numbers)
    assert any("Mo Rejected" in row and "Oil rises" in row for row in rows)
    assert any("automatic Case opened case" in row and "kind held" in row for row in rows)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?by=mo", {"Rejected"}),
        ("?by=@Mia", {"Approved"}),
        ("?by=automatic", {"Case opened"}),
        ("?by=nobody-here", set()),
        ("?action=reported", {"Reported"}),
        ("?guideline=no_promotion", {"Rejected"}),
        ("?guideline=on_topic", set()),
        ("?kind=comment&key=2", {"Case opened", "Approved"}),
        ("?by=mo&action=approve", set()),
        ("?since=2000-01-01&until=2000-01-31", set()),
        ("?since=soon&by=mo", {"Rejected"}),
    ],
)
def test_it_is_narrowed_by_who_what_guideline_days_and_what_about(
    client: Client, mo: Reader, done: None, asked: str, found: set[str]
) -> None:
    client.force_login(mo)
    labels = LogEntry.Action.labels

    rows = [row for row in _rows(client, asked) if not row.endswith("like this.")]

    assert {next(each for each in labels if f" {each} " in row) for row in rows} == found


def test_a_day_is_whole_and_of_utc(mo: Reader) -> None:
    last = datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC)
    for at in (last - timedelta(days=1), last, last + timedelta(seconds=1)):
        log.append(at, mo, "lifted", "reader", 1)
    day = last.date()

    page = queries.log_page(queries.Sought(since=day, until=day))

    assert [each.at for each in page.items] == [last]


def test_the_page_says_that_the_chain_holds_and_where_it_ends(
    client: Client, mo: Reader, done: None
) -> None:
    client.force_login(mo)

    for asked in ("", "?verify=all"):
        page = client.get(DESK + asked).content.decode()
        assert "The chain holds." in page
        assert str(queries.head()["digest"]) in page


@pytest.mark.parametrize(
    "change", ["action='approve'", "guideline=''", "facts='{}'", "actor=null", "digest='0'"]
)
def test_the_page_names_the_entry_that_was_changed(
    client: Client, mo: Reader, done: None, change: str
) -> None:
    changed = LogEntry.objects.get(action="reject")
    with connection.cursor() as cursor:
        cursor.execute(f"update moderation_logentry set {change} where id=%s", [changed.pk])  # noqa: S608
    client.force_login(mo)

    page = client.get(DESK).content.decode()

    assert "The chain holds." not in page
    assert f"Entry {changed.pk} does not fit the one before it." in page


def test_an_entry_that_is_gone_is_noticed(client: Client, mo: Reader, done: None) -> None:
    gone = LogEntry.objects.get(action="reject")
    with connection.cursor() as cursor:
        cursor.execute("delete from moderation_logentry where id=%s", [gone.pk])
    client.force_login(mo)

    assert f"Entry {gone.pk + 1} does not fit" in client.get(DESK).content.decode()


def test_pages_follow_one_another_without_gap_and_cost_the_same(
    client: Client, mo: Reader, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    now = timezone.now()
    for number in range(120):
        log.append(now, mo, "lifted", "reader", number)
    client.force_login(mo)

    seen: list[str] = []
    asked = "?by=mo"
    while asked:
        with django_assert_max_num_queries(16):
            page = client.get(DESK + asked).content.decode()
        seen += re.findall(r"reader (\d+)</a>", page)
        more = re.search(r'href="(\?[^"]*cursor=[^"]*)">Earlier', page)
        asked = more[1].replace("&amp;", "&") if more else ""

    assert [int(each) for each in seen] == list(reversed(range(120)))


def test_a_program_narrows_it_likewise(client: Client, mo: Reader, done: None) -> None:
    client.force_login(mo)
    address = "/api/v1/moderation/log"

    found = client.get(address, {"by": "mo", "since": "2020-01-01"}).json()["items"]

    assert [each["action"] for each in found] == ["reject"]
    assert client.get(address, {"since": "soon"}).status_code == 422


def test_the_menu_of_the_desk_leads_there_for_moderators_alone(
    client: Client, mo: Reader, ed: Reader
) -> None:
    for who, shown in ((mo, True), (ed, False)):
        client.force_login(who)
        assert (DESK in client.get("/desk/").content.decode()) is shown


def test_every_action_in_the_log_has_words(mo: Reader, done: None) -> None:
    entries: Any = LogEntry.objects.values_list("action", flat=True)

    assert set(entries) <= set(LogEntry.Action.values)
