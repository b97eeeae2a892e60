"""/alerts: what I wait for, what fired, and when a rule would have fired."""

from datetime import datetime, timedelta
from typing import Any

from ninja import Router, Schema, Status
from pydantic import Field

from alley.accounts.agents import device, expected
from alley.accounts.http import ReaderRequest, idempotent
from alley.alerts import actions, queries, trying
from alley.alerts.actions import Wish
from alley.alerts.api.ids import Id
from alley.alerts.models import Alert, Firing
from alley.keyset import Limit, page_of

router = Router()


class AlertOut(Schema):
    id: int
    kind: str
    symbol: str | None
    params: dict[str, Any]
    mode: str
    channels: list[str]
    active_hours: str
    cooldown: int | None
    expires: datetime | None
    status: str
    reason: str
    note: str
    words: str
    version: int
    changed_on: str
    created: datetime
    fired: datetime | None
    url: str
    pending: bool = False


class AlertPage(Schema):
    items: list[AlertOut]
    next: str | None


class NewAlert(Schema):
    kind: str
    symbol: str = ""
    params: dict[str, Any] = {}
    mode: str = ""
    channels: list[str] | None = None
    active_hours: str = "always"
    expires: datetime | None = None
    cooldown: int | None = Field(None, ge=0, le=2_592_000)
    note: str = Field("", max_length=200)

    def wish(self) -> Wish:
        return Wish(
            self.kind,
            self.params,
            self.symbol,
            self.mode,
            self.channels,
            self.active_hours,
            self.expires,
            None if self.cooldown is None else timedelta(seconds=self.cooldown),
            self.note,
        )


class ChangedAlert(Schema):
    params: dict[str, Any] | None = None
    mode: str | None = None
    channels: list[str] | None = None
    active_hours: str | None = None
    expires: datetime | None = None
    cooldown: int | None = Field(None, ge=0, le=2_592_000)
    note: str | None = Field(None, max_length=200)
    paused: bool | None = None

    def wish(self, alert: Alert) -> Wish:
        """What is not given stays as it is."""
        given = self.model_dump(exclude_unset=True)
        cooldown = given.get("cooldown", -1)
        return Wish(
            alert.kind,
            given.get("params") or alert.params,
            alert.instrument.symbol if alert.instrument else "",
            given.get("mode") or alert.mode,
            given.get("channels") or alert.channels,
            given.get("active_hours") or alert.active_hours,
            given.get("expires", alert.expires),
            alert.cooldown if cooldown == -1 else timedelta(seconds=cooldown or 0),
            given["note"] if given.get("note") is not None else alert.note,
        )


class DeliveryOut(Schema):
    channel: str
    state: str
    attempts: int
    last_error: str
    sent: datetime | None


class FiringOut(Schema):
    id: int
    alert: int
    at: datetime
    noticed: datetime
    late: bool  # the site was away when the price came
    correction: str  # what was found of that price later
    title: str
    label: str | None = None  # whose price the title tells, of what kind, from when
    rule: str
    arming: int
    version: int
    proof: dict[str, Any]
    deliveries: list[DeliveryOut]
    url: str

    @staticmethod
    def of(firing: Firing) -> "FiringOut":
        return FiringOut(
            id=firing.pk,
            alert=firing.alert_id,
            at=firing.at,
            noticed=firing.noticed,
            late=firing.late,
            correction=firing.correction,
            title=firing.title,
            label=firing.label or None,
            rule=firing.rule,
            arming=firing.arming,
            version=firing.version,
            proof={"previous": None, "tick": None, **firing.proof},
            deliveries=[
                DeliveryOut(
                    channel=one.channel,
                    state=one.state,
                    attempts=one.attempts,
                    last_error=one.last_error,
                    sent=one.sent,
                )
                for one in firing.deliveries.all()
            ],
            url=firing.get_absolute_url(),
        )


class FiringPage(Schema):
    items: list[FiringOut]
    next: str | None


class WouldHaveFired(Schema):
    at: datetime
    price: str | None
    title: str = ""
    url: str = ""


class BacktestOut(Schema):
    words: str
    start: datetime | None = Field(None, alias="from")
    end: datetime | None = Field(None, alias="to")
    bars: int
    interval: str
    intervals: dict[str, int]
    count: int
    firings: list[WouldHaveFired]
    milliseconds: float
    note: str = ""


@router.get("/alerts", response=AlertPage)
def alerts(request: ReaderRequest, cursor: str | None = None, limit: Limit = 20) -> dict[str, Any]:
    """My alerts, newest first, each with how it stands now."""
    page = page_of(queries.alerts_of(request.user), ("-id",), cursor, limit)
    return {"items": [view.as_dict() for view in queries.views_of(page.items)], "next": page.next}


@router.post("/alerts", response={201: AlertOut})
@idempotent
def create(request: ReaderRequest, new: NewAlert) -> Status[dict[str, Any]]:
    """Made, and in force when this answers; `pending` where the engine is not at work."""
    alert = actions.create_alert(owner=request.user, wish=new.wish(), device=device(request))
    return Status(201, shown(alert))


@router.post("/alerts/backtest", response=BacktestOut, by_alias=True)
def backtest(request: ReaderRequest, new: NewAlert) -> dict[str, Any]:
    """When this alert would have fired in the last year of bars we hold. Nothing is saved."""
    alert = actions.draft_alert(owner=request.user, wish=new.wish())
    return trying.backtest(alert).as_dict()


@router.get("/alerts/firings", response=FiringPage)
def firings(
    request: ReaderRequest,
    alert: int | None = None,
    cursor: str | None = None,
    limit: Limit = 20,
) -> dict[str, Any]:
    """What fired, newest first, with the proof and how the deliveries went."""
    page = page_of(queries.firings_of(request.user, alert), ("-id",), cursor, limit)
    return {"items": [FiringOut.of(firing) for firing in page.items], "next": page.next}


@router.get("/alerts/{pk}", response=AlertOut)
def alert(request: ReaderRequest, pk: Id) -> dict[str, Any]:
    return queries.view_of(queries.alert_for(request.user, pk)).as_dict()


@router.patch("/alerts/{pk}", response=AlertOut)
@idempotent
def change(request: ReaderRequest, pk: Id, new: ChangedAlert) -> dict[str, Any]:
    """What is not given stays. `paused` true or false pauses or goes on. With If-Match: 409
    `changed_elsewhere` where another device wrote since that version."""
    found, by = queries.alert_for(request.user, pk), device(request)
    based = expected(request)
    if new.model_fields_set - {"paused"}:
        wish = new.wish(found)
        found = actions.change_alert(found, wish=wish, expected=based, device=by)
        based = None
    if new.paused is not None:
        does = actions.pause_alert if new.paused else actions.resume_alert
        found = does(found, expected=based, device=by)
    return shown(found)


@router.delete("/alerts/{pk}", response={204: None})
@idempotent
def delete(request: ReaderRequest, pk: Id) -> Status[None]:
    """Gone, with its firings; nothing more is sent for it."""
    actions.delete_alert(queries.alert_for(request.user, pk), device=device(request))
    return Status(204, None)


def shown(alert: Alert) -> dict[str, Any]:
    view = queries.view_of(alert).as_dict()
    return {**view, "pending": not queries.taken_up(alert)}
