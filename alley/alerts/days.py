"""On which day something was, for whom it concerns: the venue's own date, or the reader's."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from alley.alerts.models import Alert
from alley.markets.sessions import hours_of


def day_of(alert: Alert, moment: datetime) -> date:
    """In Sydney a session begins on one date of UTC and ends on the next."""
    if alert.instrument is not None:
        zone = hours_of(alert.instrument.symbol).zone
    else:
        zone = alert.owner.time_zone or "UTC"
    return moment.astimezone(ZoneInfo(zone)).date()
