"""Whether there is the history that an alert needs before it can fire."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from alley.alerts.kinds import KINDS
from alley.alerts.kinds.base import Need
from alley.alerts.models import Alert
from alley.alerts.track import SECONDS

HELD = """
    EXISTS (SELECT 1 FROM markets_bar WHERE instrument_id = %s AND interval = %s AND time <= %s
    {} LIMIT 1 OFFSET %s)
"""
SESSION = 23_400  # seconds of a short one: so many finer bars make a day


def lacking(alerts: Sequence[Alert], newest: dict[int, datetime]) -> dict[int, str]:
    """Alert -> what it still needs, in words. One query whatever their number; `newest` has the
    time of each instrument's price."""
    asked = [
        (place, part)
        for place, alert in enumerate(alerts)
        if (need := _need(alert)) is not None and alert.instrument_id in newest
        for part in _parts(need, alert.instrument_id, newest[alert.instrument_id])
    ]
    if not asked:
        return {}
    looks = ", ".join(sql for _, (sql, _) in asked)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {looks}", [value for _, (_, values) in asked for value in values])
        row = cursor.fetchone()
    held = {place for (place, _), found in zip(asked, row, strict=True) if found}
    return {
        alerts[place].pk: need.words
        for place in {place for place, _ in asked} - held
        if (need := _need(alerts[place])) is not None
    }


def _need(alert: Alert) -> Need | None:
    needs = KINDS[alert.kind].needs
    return None if needs is None else needs(alert.params)


def _parts(need: Need, instrument: int, newest: datetime) -> list[tuple[str, list[Any]]]:
    """Any of these will do: bars of the interval, or enough finer ones that make them."""
    until = connection.ops.adapt_datetimefield_value(newest - timedelta(days=need.days))
    sql = HELD.format("AND volume > 0" if need.traded else "")
    if need.days or need.traded:
        return [(sql, [instrument, need.interval, until, need.many - 1])]
    whole = min(SECONDS[need.interval], SESSION)
    finer = {one: whole // size for one, size in SECONDS.items() if size <= whole}
    many = {**finer, need.interval: 1}
    return [(sql, [instrument, one, until, need.many * times - 1]) for one, times in many.items()]
