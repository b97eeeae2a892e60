"""An alert in plain words: "Tell me when Brent crude oil rises to 82 USD/bbl, once"."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from alley.alerts.kinds import KINDS, About
from alley.alerts.models import Alert

MODES = {
    Alert.Mode.ONCE: "once",
    Alert.Mode.EVERY: "every time",
    Alert.Mode.DAILY: "at most once a day",
}


AWAY = "while this site was away"


def about(alert: Alert) -> About:
    """Whose price, and in what unit."""
    if alert.instrument is None:
        return About(alert.params.get("name", ""), alert.params.get("unit", ""))
    return About(alert.instrument.name, alert.instrument.unit or alert.instrument.currency)


LEADS = {
    Alert.Kind.STORY: "Read the story",
    Alert.Kind.REPLY: "Read the comment",
    Alert.Kind.PORTFOLIO: "Open the portfolio",
}


def lead_words(alert: Alert) -> str:
    """Of the way to what it is about."""
    return LEADS.get(Alert.Kind(alert.kind)) or f"Open {about(alert).name}"


def moment_words(moment: datetime, zone: str) -> str:
    """On the reader's own clock: `6 Jan 2022, 18:40:00 CET`."""
    there = moment.astimezone(ZoneInfo(zone or "UTC"))
    return f"{there.day} {there:%b %Y, %H:%M:%S %Z}"


def rule_words(alert: Alert) -> str:
    return sentence(alert, about(alert))


def sentence(alert: Alert, subject: About) -> str:
    told = f"Tell me when {KINDS[alert.kind].words(alert.params, subject)}"
    if alert.kind != Alert.Kind.REPLY:
        told += f", {MODES[Alert.Mode(alert.mode)]}"
    if alert.active_hours == Alert.Hours.SESSION:
        told += ", while its market is open"
    return told


def counted(alerts: Sequence[int], *, missed: bool = False) -> str:
    """Of the alerts of some firings: `3 of your alerts fired 7 times`."""
    many = len(set(alerts))
    told = f"{many if many > 1 else 'One'} of your alerts fired"
    if len(alerts) > many:
        told += f" {len(alerts)} times"
    return f"{told} {AWAY}" if missed else told
