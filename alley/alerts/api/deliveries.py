"""/alerts/deliveries and /alerts/preferences: how messages went, and where and when one is told."""

from datetime import datetime, time
from typing import Any, Self, cast

from ninja import Router, Schema
from pydantic import model_validator

from alley.accounts.agents import device
from alley.accounts.http import ReaderRequest, idempotent
from alley.accounts.models import Reader
from alley.alerts import actions, queries
from alley.alerts.actions.preferences import Changed
from alley.alerts.api.ids import Id
from alley.alerts.models import Alert, Delivery, Preference
from alley.alerts.models.delivery import Channel
from alley.keyset import Limit, page_of
from alley.refusals import Refusal, Refused

router = Router()
NO_DELIVERY = Refusal("not_found", "You have no such delivery.", status=404)


class LoggedDelivery(Schema):
    id: int
    firing: int
    title: str
    label: str | None = None  # whose price the title tells, of what kind, from when
    channel: str
    state: str
    attempts: int
    last_error: str
    created: datetime
    due: datetime
    sent: datetime | None

    @staticmethod
    def of(one: Delivery) -> "LoggedDelivery":
        return LoggedDelivery(
            id=one.pk,
            firing=one.firing_id,
            title=one.firing.title,
            label=one.firing.label or None,
            channel=one.channel,
            state=one.state,
            attempts=one.attempts,
            last_error=one.last_error,
            created=one.created,
            due=one.due,
            sent=one.sent,
        )


class DeliveryPage(Schema):
    items: list[LoggedDelivery]
    next: str | None


class Preferences(Schema):
    channels: dict[str, list[str]]
    quiet_from: time | None
    quiet_to: time | None
    email: bool
    time_zone: str

    @staticmethod
    def of(reader: Reader, kept: Preference) -> "Preferences":
        return Preferences(
            channels={kind: kept.channels.get(kind, ["in_app"]) for kind in Alert.Kind.values},
            quiet_from=kept.quiet_from,
            quiet_to=kept.quiet_to,
            email=kept.no_email is None,
            time_zone=reader.time_zone or "UTC",
        )


class ChangedPreferences(Schema):
    channels: dict[Alert.Kind, list[Channel]] = {}
    quiet_from: time | None = None
    quiet_to: time | None = None
    email: bool | None = None

    @model_validator(mode="after")
    def whole_hours(self) -> Self:
        begin, end = self.quiet_from, self.quiet_to
        if any(hour is not None and hour.tzinfo for hour in (begin, end)):
            raise ValueError("quiet hours are in your own time zone: give them without one")
        if (begin is None) != (end is None) or (begin is not None and begin == end):
            raise ValueError("quiet hours have a beginning and another end")
        return self

    def changed(self) -> Changed:
        given = self.model_dump(exclude_unset=True)
        if given.get("email", True) is None:
            del given["email"]
        return cast(Changed, given)


@router.get("/alerts/deliveries", response=DeliveryPage)
def deliveries(
    request: ReaderRequest, cursor: str | None = None, limit: Limit = 20
) -> dict[str, Any]:
    """Every message about my alerts, newest first: when, where, how often tried, and why not."""
    page = page_of(queries.deliveries_of(request.user), ("-id",), cursor, limit)
    return {"items": [LoggedDelivery.of(one) for one in page.items], "next": page.next}


@router.post("/alerts/deliveries/{pk}/again", response=LoggedDelivery)
@idempotent
def again(request: ReaderRequest, pk: Id) -> LoggedDelivery:
    """Sent again, under the same identifier."""
    found = queries.deliveries_of(request.user).filter(pk=pk).first()
    if found is None:
        raise Refused(NO_DELIVERY)
    return LoggedDelivery.of(actions.redeliver(found))


@router.get("/alerts/preferences", response=Preferences)
def preferences(request: ReaderRequest) -> Preferences:
    """The channels of each kind, quiet hours in my own time zone, and whether mails may come."""
    return Preferences.of(request.user, queries.preferences_of(request.user))


@router.patch("/alerts/preferences", response=Preferences)
@idempotent
def change_preferences(request: ReaderRequest, new: ChangedPreferences) -> Preferences:
    """What is not given stays. For replies the channels hold at once, else for new alerts."""
    kept = actions.save_preferences(request.user, new.changed(), device=device(request))
    return Preferences.of(request.user, kept)
