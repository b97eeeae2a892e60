"""A chart attached to a comment: added, replaced, deleted, screened, and what became of it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from alley.accounts.models import Reader
from alley.discussion import actions, queries
from alley.discussion.models import Comment, CommentRevision
from alley.markets.actions import Origin, freeze_chart, import_prices
from alley.markets.charts.spec import spec_of
from alley.markets.importing.prices import Row
from alley.markets.models import ChartSnapshot, Instrument, Kind
from alley.moderation.models import Case
from alley.refusals import Refused

FIRST = datetime(2022, 1, 3, tzinfo=UTC)
SPEC: dict[str, Any] = {"symbol": "COMDTY:BRENT", "type": "line", "range": "1M"}
THREAD = "/api/v1/threads/story/1/comments"


def closes(brent: Instrument, *prices: str) -> None:
    days = [FIRST + timedelta(days=day) for day in range(len(prices))]
    rows = [
        Row(day, None, None, None, Decimal(price), None)
        for day, price in zip(days, prices, strict=True)
    ]
    import_prices(brent, rows, Origin("EIA spot"))


@pytest.fixture
def brent(db: None) -> Instrument:
    brent = Instrument.objects.create(
        symbol="COMDTY:BRENT", name="Brent crude oil", kind=Kind.COMMODITY, ticker="BRENT"
    )
    closes(brent, "78.25", "79.39", "80.60")
    return brent


def frozen(reader: Reader, **more: Any) -> ChartSnapshot:
    return freeze_chart(reader=reader, spec=spec_of({**SPEC, **more}))


def text(words: str) -> list[dict[str, Any]]:
    at = {"t": "2022-01-04T00:00:00Z", "price": "79"}
    return [{"kind": "text", "points": [at], "text": words}]


def say(author: Reader, chart: ChartSnapshot | None, body: str = "Look at this week.") -> Comment:
    return actions.post_comment(
        author=author, kind="story", key="1", body=body, chart=chart.pk if chart else None
    )


def signed_in(reader: Reader) -> Client:
    client = Client()
    client.force_login(reader, "django.contrib.auth.backends.ModelBackend")
    return client


def test_a_comment_carries_its_chart_and_what_became_of_it(
    ada: Reader, bo: Reader, brent: Instrument
) -> None:
    comment = say(ada, frozen(ada, call="up"))
    closes(brent, "78.25", "79.39", "80.60", "81.99")

    chart = queries.view_for(bo, comment.pk).chart

    assert chart is not None
    assert (chart.symbol, chart.since.move) == ("COMDTY:BRENT", Decimal("1.72"))
    assert chart.since.standing == "right so far"
    assert ChartSnapshot.objects.get().kept


def test_the_api_says_it_in_the_contracts_shape(ada: Reader, brent: Instrument) -> None:
    posted = signed_in(ada).post(
        THREAD, {"body": "Look at this week.", "chart": SPEC}, content_type="application/json"
    )
    (item,) = Client().get(THREAD).json()["items"]
    whole = Client().get(f"/api/v1/comments/{item['id']}/chart").json()

    assert posted.status_code == 201
    assert {"id", "symbol", "image", "since_posted_percent"} <= set(item["chart"])
    assert whole["window"]["main"]["bars"][-1][4] == "80.6"
    assert Client().get(item["chart"]["image"]).content[:4] == b"\x89PNG"
    assert Client().get(item["chart"]["svg"] + "?now=1").status_code == 200


def test_somebody_elses_chart_cannot_be_attached(
    ada: Reader, bo: Reader, brent: Instrument
) -> None:
    with pytest.raises(Refused) as refused:
        say(bo, frozen(ada))

    assert refused.value.refusal.status == 404


def test_what_is_written_into_a_chart_is_screened_like_the_comment(
    ada: Reader, brent: Instrument, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    plain = actions.screened.screen
    monkeypatch.setattr(
        "alley.discussion.actions.screened.screen",
        lambda said, context: seen.append(said) or plain(said, context),
    )

    say(ada, frozen(ada, drawings=text("A floor at seventy-nine")))

    assert seen == ["Look at this week.\n\nA floor at seventy-nine"]


def test_moderators_read_the_words_of_the_chart_and_see_it(
    ada: Reader, mo: Reader, brent: Instrument, monkeypatch: pytest.MonkeyPatch
) -> None:
    comment = say(ada, frozen(ada))
    actions.report_comment(reporter=mo, comment=comment, reason="spam", note="")

    assert Case.objects.filter(subject_key=str(comment.pk)).exists()
    assert signed_in(mo).get(f"/charts/comments/{comment.pk}.svg").status_code == 200


def test_the_chart_of_a_comment_one_may_not_see_is_not_shown(
    ada: Reader, bo: Reader, mo: Reader, brent: Instrument
) -> None:
    comment = say(ada, frozen(ada))
    actions.delete_comment(author=ada, comment=comment)

    for address in (f"/charts/comments/{comment.pk}.svg", f"/api/v1/comments/{comment.pk}/chart"):
        assert signed_in(bo).get(address).status_code == 404
        assert Client().get(address).status_code == 404
    assert signed_in(mo).get(f"/charts/comments/{comment.pk}.png").status_code == 200


def test_another_chart_takes_its_place_and_the_first_stays_in_the_history(
    ada: Reader, brent: Instrument
) -> None:
    first, second = frozen(ada), frozen(ada, type="area")
    comment = say(ada, first)

    actions.edit_comment(author=ada, comment=comment, body=comment.body, chart=second.pk)

    history = CommentRevision.objects.order_by("number").values_list("number", "chart_id")
    assert list(history) == [(1, first.pk), (2, second.pk)]


def test_editing_the_words_leaves_the_chart(ada: Reader, brent: Instrument) -> None:
    comment = say(ada, frozen(ada))
    signed_in(ada).patch(
        f"/api/v1/comments/{comment.pk}",
        {"body": "Look at this week again."},
        content_type="application/json",
    )

    comment.refresh_from_db()
    assert (comment.body, comment.chart is None) == ("Look at this week again.", False)


def test_a_chart_is_taken_off_after_asking(ada: Reader, brent: Instrument) -> None:
    comment = say(ada, frozen(ada))
    asked = signed_in(ada).get(f"/comments/{comment.pk}/chart/delete/").content.decode()
    signed_in(ada).post(f"/comments/{comment.pk}/chart/delete/")

    comment.refresh_from_db()
    assert "Delete the chart of your comment?" in asked
    assert comment.chart is None
    assert CommentRevision.objects.get(number=1).chart is not None


def test_the_chart_of_a_posted_comment_is_replaced_on_its_page_after_asking(
    ada: Reader, bo: Reader, brent: Instrument
) -> None:
    comment = say(ada, frozen(ada))
    mine, address = signed_in(ada), f"/comments/{comment.pk}/chart/choose/"
    wish = {"symbol": "BRENT", "range": "1M", "type": "area"}

    assert (
        f"{address}?symbol=COMDTY:BRENT"
        in mine.get(f"/comments/{comment.pk}/edit/").content.decode()
    )
    asked = mine.get(address, wish).content.decode()
    assert "Replace the chart of your comment?" in asked
    assert "Keep the old one" in asked
    assert mine.post(address, {**wish, "version": comment.version}).status_code == 302

    comment.refresh_from_db()
    charts = [
        each.chart.spec["type"] for each in CommentRevision.objects.order_by("number") if each.chart
    ]
    assert charts == ["line", "area"]
    assert comment.chart is not None
    assert (comment.body, comment.chart.spec["type"]) == ("Look at this week.", "area")
    assert signed_in(bo).get(address).status_code == 403


def test_a_posted_comment_gets_its_first_chart_on_its_page(ada: Reader, brent: Instrument) -> None:
    comment = say(ada, None)

    signed_in(ada).post(f"/comments/{comment.pk}/chart/choose/", {"symbol": "BRENT", "range": "1M"})

    comment.refresh_from_db()
    assert comment.chart is not None


@pytest.mark.parametrize(("late", "stale"), [(True, False), (False, True)])
def test_a_chart_is_not_replaced_too_late_or_over_another_change(
    ada: Reader, brent: Instrument, late: bool, stale: bool
) -> None:
    comment = say(ada, frozen(ada))
    if late:
        Comment.objects.update(posted=comment.posted - timedelta(hours=1))
    address = f"/comments/{comment.pk}/chart/choose/"

    answer = signed_in(ada).post(
        address, {"symbol": "BRENT", "range": "1M", "version": comment.version + stale}
    )

    comment.refresh_from_db()
    assert answer.status_code == 409
    assert (comment.revision, ChartSnapshot.objects.count()) == (1, 1)


def test_choosing_a_chart_works_with_plain_forms(ada: Reader, brent: Instrument) -> None:
    client = signed_in(ada)
    page = client.get("/discuss/story/1/chart/?symbol=BRENT&range=1M&type=area").content.decode()
    client.post("/discuss/story/1/chart/", {"symbol": "BRENT", "range": "1M", "call": "down"})
    form = client.get("/discuss/story/1/").content.decode()
    made = ChartSnapshot.objects.get()

    assert "/charts/COMDTY:BRENT.svg?range=1M&amp;type=area" in page
    assert f'name="chart" value="{made.pk}"' in form
    assert "Replace chart" in form
    client.post("/discuss/story/1/", {"body": "Look at this week.", "chart": made.pk})
    assert Comment.objects.get().chart == made


def test_choosing_again_says_that_it_replaces(ada: Reader, brent: Instrument) -> None:
    client = signed_in(ada)
    for kind in ("line", "area"):
        client.post("/discuss/story/1/chart/", {"symbol": "BRENT", "range": "1M", "type": kind})
    page = client.get("/discuss/story/1/chart/?symbol=BRENT").content.decode()

    assert "This one takes its place" in page
    assert "Replace the chart" in page


def test_a_chosen_chart_is_put_away_after_asking_and_the_words_stay(
    ada: Reader, brent: Instrument
) -> None:
    client = signed_in(ada)
    actions.keep_draft(reader=ada, kind="story", key="1", body="Half a thought")
    client.post("/discuss/story/1/chart/", {"symbol": "BRENT", "range": "1M"})
    asked = client.get("/discuss/story/1/chart/delete/").content.decode()
    client.post("/discuss/story/1/chart/delete/")

    draft = queries.draft_of(ada, "story", "1")
    assert "Delete the chart?" in asked
    assert draft is not None
    assert (draft.body, draft.chart) == ("Half a thought", None)


def test_then_and_now_are_side_by_side(ada: Reader, brent: Instrument) -> None:
    comment = say(ada, frozen(ada))
    closes(brent, "78.25", "79.39", "80.60", "81.99")
    page = Client().get(f"/comments/{comment.pk}/chart/").content.decode()

    assert "+1.72" in page
    assert f"/charts/comments/{comment.pk}.svg?now=1" in page
    assert "End of day · EIA spot · 5 Jan 2022" in page


def test_a_page_with_charts_costs_three_questions_more_however_many(
    ada: Reader, bo: Reader, brent: Instrument, django_assert_num_queries: Any
) -> None:
    for number in range(4):
        actions.post_comment(
            author=(ada, bo)[number % 2],
            kind="story",
            key="1",
            body=f"Brent stands at {number} dollars this morning.",
            chart=frozen((ada, bo)[number % 2]).pk,
            now=FIRST + timedelta(days=30, minutes=2 * number),
        )
    views = queries.discussion_page("story", "1", reader=None).comments

    with django_assert_num_queries(3):
        assert sum(view.chart is not None for view in queries.charts.with_charts(views)) == 4


def test_calls_are_counted_by_how_they_stand(ada: Reader, brent: Instrument) -> None:
    say(ada, frozen(ada, call="up"))
    closes(brent, "78.25", "79.39", "80.60", "81.99")

    calls = queries.calls_of(ada)

    assert (calls.right, calls.wrong, calls.share) == (1, 0, Decimal(100))
