"""Layouts that follow their reader, and charts frozen as they were."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from alley.accounts.models import Reader
from alley.live.models import Event
from alley.markets import queries
from alley.markets.actions import (
    Origin,
    forget_charts,
    freeze_chart,
    import_prices,
    keep_chart,
    save_layout,
)
from alley.markets.charts.since import Since
from alley.markets.charts.spec import spec_of
from alley.markets.charts.window import window_of
from alley.markets.importing.prices import Row
from alley.markets.models import ChartSnapshot, CorporateAction, Instrument
from alley.refusals import Refused
from tests.markets.conftest import brent, chevron

__all__ = ["brent", "chevron"]

MONDAY = datetime(2022, 1, 3, tzinfo=UTC)
SPEC = {"symbol": "COMDTY:BRENT", "type": "line", "range": "1M"}
Prices = Callable[..., None]


@pytest.fixture
def close() -> Prices:
    def saved(instrument: Instrument, *prices: str, first: datetime = MONDAY) -> None:
        days = [first + timedelta(days=day) for day in range(len(prices))]
        rows = [
            Row(day, None, None, None, Decimal(price), None)
            for day, price in zip(days, prices, strict=True)
        ]
        import_prices(instrument, rows, Origin("EIA spot"))

    return saved


@pytest.fixture
def week(brent: Instrument, close: Prices) -> Instrument:
    close(brent, "78.25", "79.39", "80.60", "81.99", "81.75")
    return brent


def signed_in(reader: Reader) -> Client:
    client = Client()
    client.force_login(reader, "django.contrib.auth.backends.ModelBackend")
    return client


def put(client: Client, spec: dict[str, Any], **more: Any) -> Any:
    return client.put(
        "/api/v1/charts/BRENT", {"spec": spec, **more}, content_type="application/json"
    )


def test_a_layout_is_the_same_on_every_device(ada: Reader, week: Instrument) -> None:
    saved = put(signed_in(ada), {**SPEC, "scale": "log"})
    found = signed_in(ada).get("/api/v1/charts/COMDTY:BRENT").json()

    assert saved.status_code == 200
    assert found["spec"]["scale"] == "log"
    assert found["version"] > 0
    assert Event.objects.filter(topic=f"me:{ada.pk}", payload__type="chart.layout").exists()


def test_another_reader_has_a_layout_of_their_own(
    ada: Reader, bo: Reader, week: Instrument
) -> None:
    put(signed_in(ada), {**SPEC, "scale": "log"})

    found = signed_in(bo).get("/api/v1/charts/BRENT").json()

    assert (found["spec"]["scale"], found["version"]) == ("linear", 0)


def test_the_older_device_is_told_instead_of_winning(ada: Reader, week: Instrument) -> None:
    first = put(signed_in(ada), SPEC).json()["version"]
    newer = put(signed_in(ada), {**SPEC, "scale": "log"}, version=first).json()["version"]

    late = put(signed_in(ada), SPEC, version=first)

    assert (late.status_code, late.json()["code"]) == (409, "changed_elsewhere")
    assert late.json()["version"] == newer


def test_a_layout_made_anew_is_not_taken_for_the_old_one(ada: Reader, week: Instrument) -> None:
    first = put(signed_in(ada), SPEC).json()["version"]
    signed_in(ada).delete("/api/v1/charts/BRENT")

    assert put(signed_in(ada), {**SPEC, "scale": "log"}, version=0).json()["version"] > first


def test_a_layout_names_the_device_that_wrote_it(ada: Reader, week: Instrument) -> None:
    phone = {"User-Agent": "Mozilla/5.0 (Android 14) Firefox/130.0"}
    signed_in(ada).put(
        "/api/v1/charts/BRENT", {"spec": SPEC}, content_type="application/json", headers=phone
    )

    assert signed_in(ada).get("/api/v1/charts/BRENT").json()["changed_on"] == "Firefox on Android"
    told = Event.objects.get(topic=f"me:{ada.pk}", payload__type="chart.layout").payload
    assert told["by"] == "Firefox on Android"


def test_a_layout_can_be_forgotten(ada: Reader, week: Instrument) -> None:
    put(signed_in(ada), {**SPEC, "scale": "log"})

    assert signed_in(ada).delete("/api/v1/charts/BRENT").status_code == 204
    assert signed_in(ada).get("/api/v1/charts/BRENT").json()["version"] == 0


def test_a_bad_layout_is_refused_with_its_faults(ada: Reader, week: Instrument) -> None:
    answer = put(signed_in(ada), {**SPEC, "scale": "cubic"})

    assert (answer.status_code, answer.json()["code"]) == (422, "bad_chart")
    assert answer.json()["reasons"][0]["at"] == "scale"


def test_a_layout_belongs_to_the_instrument_it_is_saved_for(ada: Reader, week: Instrument) -> None:
    layout = save_layout(reader=ada, symbol="BRENT", spec=spec_of({"symbol": "XNYS:CVX"}))

    assert layout.spec["symbol"] == "COMDTY:BRENT"


def test_a_frozen_chart_keeps_prices_picture_and_what_the_market_said(
    ada: Reader, week: Instrument, close: Prices
) -> None:
    made = freeze_chart(reader=ada, spec=spec_of(SPEC))
    close(week, "99.99")  # a correction of Monday

    kept = ChartSnapshot.objects.get(pk=made.pk)
    window = window_of(kept.window)

    assert window.main.bars[0].close == Decimal("78.25")
    assert window.hash == kept.data_hash == kept.spec["data_hash"]
    assert "<svg" in kept.picture
    assert (kept.price, kept.price_label) == (
        Decimal("81.75"),
        "End of day · EIA spot · 7 Jan 2022",
    )


def test_a_chart_made_for_an_earlier_moment_does_not_look_ahead(
    ada: Reader, week: Instrument
) -> None:
    wednesday = datetime(2022, 1, 5, 22, tzinfo=UTC)
    made = freeze_chart(reader=ada, spec=spec_of(SPEC), now=wednesday)

    assert [str(bar.close) for bar in window_of(made.window).main.bars] == [
        "78.25",
        "79.39",
        "80.6",
    ]
    assert (made.price, made.price_label) == (Decimal("80.6"), "End of day · EIA spot · 5 Jan 2022")


def test_a_day_that_has_not_ended_is_not_on_it(ada: Reader, week: Instrument) -> None:
    at_noon = datetime(2022, 1, 6, 12, tzinfo=UTC)
    made = freeze_chart(reader=ada, spec=spec_of(SPEC), now=at_noon)

    assert str(window_of(made.window).main.bars[-1].close) == "80.6"


def since(made: ChartSnapshot) -> Since:
    return queries.since_posted(ChartSnapshot.objects.select_related("instrument"))[made.pk]


def test_what_became_of_it_since(ada: Reader, week: Instrument) -> None:
    made = freeze_chart(
        reader=ada,
        spec=spec_of({**SPEC, "call": "up"}),
        now=datetime(2022, 1, 5, 22, tzinfo=UTC),
    )
    became = since(made)

    assert became.move == Decimal("1.43")  # 80.60 -> 81.75
    assert became.standing == "right so far"
    assert became.as_dict()["now"]["label"] == "End of day · EIA spot · 7 Jan 2022"


def test_nothing_is_said_before_there_is_a_newer_price(ada: Reader, week: Instrument) -> None:
    became = since(freeze_chart(reader=ada, spec=spec_of({**SPEC, "call": "down"})))

    assert (became.move, became.reason, became.standing) == (None, "no newer price yet", "")


def test_a_percent_over_a_negative_price_is_not_said_but_a_call_still_stands(
    ada: Reader, brent: Instrument, close: Prices
) -> None:
    close(brent, "18.31", "-36.98", "8.91")
    made = freeze_chart(
        reader=ada, spec=spec_of({**SPEC, "call": "up"}), now=datetime(2022, 1, 4, 22, tzinfo=UTC)
    )

    assert since(made).move is None
    assert "not meaningful" in since(made).reason
    assert since(made).standing == "right so far"


def test_a_split_in_between_is_no_loss(ada: Reader, chevron: Instrument, close: Prices) -> None:
    close(chevron, "100", "102", "51.5")
    CorporateAction.objects.create(
        instrument=chevron,
        kind=CorporateAction.Kind.SPLIT,
        ex_date=datetime(2022, 1, 5, tzinfo=UTC).date(),
        new=2,
        old=1,
    )
    spec = spec_of({"symbol": "XNYS:CVX", "type": "line"})
    became = since(freeze_chart(reader=ada, spec=spec, now=datetime(2022, 1, 4, 22, tzinfo=UTC)))

    assert (became.price, became.adjusted) == (Decimal("51"), True)
    assert became.move == Decimal("0.98")  # 51.00 -> 51.50


def test_many_charts_cost_two_questions(
    ada: Reader, week: Instrument, django_assert_num_queries: Any
) -> None:
    made = [freeze_chart(reader=ada, spec=spec_of(SPEC)) for _ in range(5)]
    found = list(ChartSnapshot.objects.select_related("instrument"))

    with django_assert_num_queries(2):
        assert len(queries.since_posted(found)) == len(made)


def test_nothing_to_draw_is_refused(ada: Reader, brent: Instrument) -> None:
    with pytest.raises(Refused) as refused:
        freeze_chart(reader=ada, spec=spec_of(SPEC))

    assert refused.value.refusal.code == "no_prices"


def test_frozen_over_http_and_shown_to_its_maker_only(
    ada: Reader, bo: Reader, week: Instrument
) -> None:
    answer = signed_in(ada).post(
        "/api/v1/charts/snapshots", {"spec": SPEC}, content_type="application/json"
    )
    made = answer.json()

    assert answer.status_code == 201
    assert made["price_label"] == "End of day · EIA spot · 7 Jan 2022"
    assert signed_in(ada).get(made["svg"])["Content-Type"] == "image/svg+xml"
    assert signed_in(ada).get(made["image"]).content[:4] == b"\x89PNG"
    assert signed_in(bo).get(made["svg"]).status_code == 404
    assert signed_in(bo).get(f"/api/v1/charts/snapshots/{made['id']}").status_code == 404


def test_a_chart_nobody_posted_is_forgotten_and_a_posted_one_is_not(
    ada: Reader, week: Instrument
) -> None:
    lost, kept = (freeze_chart(reader=ada, spec=spec_of(SPEC)) for _ in range(2))
    keep_chart(kept)

    forget_charts(lost.created + timedelta(days=15))

    assert list(ChartSnapshot.objects.values_list("pk", flat=True)) == [kept.pk]
