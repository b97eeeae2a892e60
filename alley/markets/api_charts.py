"""/charts over HTTP: a reader's layout of an instrument, and charts frozen for a comment."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status

from alley.accounts.agents import device
from alley.accounts.http import ReaderRequest, idempotent, signed_in
from alley.markets import actions, queries
from alley.markets.actions.charts import NO_PRICES
from alley.markets.charts.asked import asked
from alley.markets.charts.plot import left_out, not_drawn
from alley.markets.charts.spec import spec_of
from alley.markets.models import ChartLayout, ChartSnapshot
from alley.refusals import Refusal, Refused
from alley.shell.pages import public

router = Router(auth=signed_in, tags=["charts"])
NO_INSTRUMENT = Refusal("not_found", "There is no such instrument here.", status=404)


class LayoutOut(Schema):
    symbol: str
    spec: dict[str, Any]
    version: int  # 0: nothing is saved, this is the usual chart
    updated: datetime | None
    changed_on: str = ""


class NewLayout(Schema):
    spec: dict[str, Any]
    version: int | None = None


class NewSnapshot(Schema):
    spec: dict[str, Any]


class SnapshotOut(Schema):
    id: int
    symbol: str
    title: str
    description: str
    image: str
    svg: str
    spec: dict[str, Any]
    data_hash: str
    price: str
    price_time: datetime
    price_label: str
    created: datetime


@router.post("/charts/snapshots", response={201: SnapshotOut})
@idempotent
def freeze(request: ReaderRequest, new: NewSnapshot) -> Status[SnapshotOut]:
    """Freeze a chart with its prices and picture; a comment can then carry it by its `id`."""
    made = actions.freeze_chart(reader=request.user, spec=spec_of(new.spec))
    return Status(201, _snapshot(made))


@router.get("/charts/snapshots/{pk}", response=SnapshotOut)
def snapshot(request: ReaderRequest, pk: int) -> SnapshotOut:
    return _snapshot(queries.snapshot_of(request.user, pk))


@router.get("/charts/{symbol}/window", auth=None)
def window(request: HttpRequest, response: HttpResponse, symbol: str) -> dict[str, Any]:
    """The prices of a chart: what the query asks for as at `/charts/{symbol}.svg`, with the bars
    before `first` that let indicators settle. For anybody."""
    known = _canonical(symbol)
    spec = asked(known, request.GET.dict(), queries.usual_chart(known))
    found = queries.chart_window(spec)
    if found is None:
        raise Refused(NO_PRICES)
    public(request, response, f"instrument:{known}")
    return {
        "spec": spec.as_dict(),
        "window": found.as_dict(),
        "left_out": [
            {"symbol": series.symbol, "name": series.name, "reason": why}
            for series, why in left_out(found)
        ],
        "not_drawn": [
            {"indicator": each.name, "reason": why} for each, why in not_drawn(spec, found)
        ],
        "data_hash": found.hash,
    }


@router.get("/charts/{symbol}", response=LayoutOut)
def layout(request: ReaderRequest, symbol: str) -> LayoutOut:
    known = _canonical(symbol)
    found = queries.layout_of(request.user, known)
    if found is not None:
        return _layout(known, found)
    usual = asked(known, {}, queries.usual_chart(known))
    return LayoutOut(symbol=known, spec=usual.as_dict(), version=0, updated=None)


@router.put("/charts/{symbol}", response=LayoutOut)
@idempotent
def save_layout(request: ReaderRequest, symbol: str, new: NewLayout) -> LayoutOut:
    """`version`, where given, is the one that was changed: 409 `changed_elsewhere` if another is
    saved."""
    known = _canonical(symbol)
    saved = actions.save_layout(
        reader=request.user,
        symbol=known,
        spec=spec_of(new.spec),
        version=new.version,
        device=device(request),
    )
    return _layout(known, saved)


@router.delete("/charts/{symbol}", response={204: None})
@idempotent
def forget_layout(request: ReaderRequest, symbol: str) -> Status[None]:
    actions.forget_layout(reader=request.user, symbol=_canonical(symbol), device=device(request))
    return Status(204, None)


def _canonical(symbol: str) -> str:
    found = queries.instrument_for(symbol)
    if found is None:
        raise Refused(NO_INSTRUMENT)
    return found.symbol


def _layout(symbol: str, saved: ChartLayout) -> LayoutOut:
    return LayoutOut(
        symbol=symbol,
        spec=saved.spec,
        version=saved.version,
        updated=saved.updated,
        changed_on=saved.changed_on,
    )


def _snapshot(made: ChartSnapshot) -> SnapshotOut:
    return SnapshotOut(
        id=made.pk,
        symbol=made.spec["symbol"],
        title=made.title,
        description=made.description,
        image=f"/charts/snapshots/{made.pk}.png",
        svg=f"/charts/snapshots/{made.pk}.svg",
        spec=made.spec,
        data_hash=made.data_hash,
        price=f"{made.price:f}",
        price_time=made.price_time,
        price_label=made.price_label,
        created=made.created,
    )
