"""Keep a reader's layout; freeze a chart with its prices and its picture."""

from datetime import UTC, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from alley.accounts.agents import changed_elsewhere
from alley.accounts.models import Reader
from alley.accounts.permissions import May, check
from alley.live import bus
from alley.markets import queries
from alley.markets.charts import plot, svg
from alley.markets.charts.choices import INTRADAY
from alley.markets.charts.spec import ChartSpec, Span
from alley.markets.charts.window import bounds
from alley.markets.models import ChartLayout, ChartSnapshot, Instrument
from alley.markets.queries import PriceThen
from alley.refusals import Refusal, Refused

EPOCH = datetime(1900, 1, 1, tzinfo=UTC)
NOBODY_WAITS = timedelta(days=14)  # a chart made and never posted is forgotten after that
NO_INSTRUMENT = Refusal("not_found", "There is no such instrument here.", status=404)
NO_PRICES = Refusal("no_prices", "No prices are known here for that time.", status=422)


@transaction.atomic
def save_layout(
    *,
    reader: Reader,
    symbol: str,
    spec: ChartSpec,
    version: int | None = None,
    device: str = "",
) -> ChartLayout:
    """The chart as the reader left it; their other devices follow. `version` is the one that was
    changed. Raises Refused `not_found`, `changed_elsewhere`."""
    check(reader, May.SAVE)
    instrument = _instrument(symbol)
    layout = (
        ChartLayout.objects.select_for_update().filter(reader=reader, instrument=instrument).first()
    )
    if layout is None:
        layout = ChartLayout(reader=reader, instrument=instrument, version=0)
    if version is not None and version != layout.version:
        raise Refused(changed_elsewhere(layout.version, layout.changed_on))
    settled = spec.model_copy(update={"symbol": instrument.symbol, "data_hash": "", "as_of": None})
    layout.spec, layout.updated = settled.as_dict(), timezone.now()
    layout.version = max(layout.version + 1, int(layout.updated.timestamp() * 1000))
    layout.changed_on = device
    layout.save()
    _tell(reader, instrument.symbol, layout.version, layout.changed_on)
    return layout


@transaction.atomic
def forget_layout(*, reader: Reader, symbol: str, device: str = "") -> bool:
    """Back to the usual chart; says whether there was a layout."""
    instrument = _instrument(symbol)
    gone, _ = ChartLayout.objects.filter(reader=reader, instrument=instrument).delete()
    if gone:
        _tell(reader, instrument.symbol, 0, device)
    return gone > 0


@transaction.atomic
def freeze_chart(*, reader: Reader, spec: ChartSpec, now: datetime | None = None) -> ChartSnapshot:
    """The chart as it is known at this moment, with its prices, its picture and its words.

    `now` is for imports and tests. Raises Refused `not_found`, `no_prices`.
    """
    check(reader, May.SAVE)
    instrument = _instrument(spec.symbol)
    moment = now or timezone.now()
    then = queries.price_at(instrument, moment)
    if then is None:
        raise Refused(NO_PRICES)
    known = spec if now is None else _known_by(spec, then, moment)
    window = queries.chart_window(known, as_of=now.date() if now else None)
    if window is None:
        raise Refused(NO_PRICES)
    spec = spec.model_copy(update={"as_of": moment, "data_hash": window.hash})
    return ChartSnapshot.objects.create(
        reader=reader,
        instrument=instrument,
        spec=spec.as_dict(),
        window=window.as_dict(),
        data_hash=window.hash,
        picture=svg.draw(spec, window),
        narrow=svg.draw(spec, window, plot.NARROW),
        title=svg.title(spec, window)[:300],
        description=svg.description(spec, window),
        call=spec.call,
        price=then.price,
        price_time=then.time,
        price_label=then.label[:160],
        price_adjustment=then.adjustment,
        created=moment,
    )


def keep_chart(snapshot: ChartSnapshot) -> None:
    """Something shows it from now on: it is not forgotten."""
    ChartSnapshot.objects.filter(pk=snapshot.pk).update(kept=True)


def forget_charts(now: datetime) -> int:
    """Charts that were made and never posted."""
    gone, _ = ChartSnapshot.objects.filter(kept=False, created__lt=now - NOBODY_WAITS).delete()
    return gone


def _known_by(spec: ChartSpec, then: PriceThen, moment: datetime) -> ChartSpec:
    """A chart made for an earlier moment must not look ahead: no session that had not ended."""
    intraday = spec.interval in INTRADAY
    end = moment if intraday else datetime.combine(then.time.date(), time(), UTC)
    start, _ = bounds(spec, end)
    stretch = Span.model_validate({"from": start or EPOCH, "to": end})
    return spec.model_copy(update={"range": stretch})


def _instrument(symbol: str) -> Instrument:
    found = queries.instrument_for(symbol)
    if found is None:
        raise Refused(NO_INSTRUMENT)
    return found


def _tell(reader: Reader, symbol: str, version: int, device: str) -> None:
    event = {"type": "chart.layout", "symbol": symbol, "version": version, "by": device}
    bus.publish(f"me:{reader.pk}", event)
