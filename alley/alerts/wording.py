"""An alert in plain words: "Tell me when Brent crude oil rises to 82 USD/bbl, once"."""

from alley.alerts.kinds import KINDS, About
from alley.alerts.models import Alert

MODES = {
    Alert.Mode.ONCE: "once",
    Alert.Mode.EVERY: "every time",
    Alert.Mode.DAILY: "at most once a day",
}


def about(alert: Alert) -> About:
    """Whose price, and in what unit."""
    if alert.instrument is None:
        return About(alert.params.get("name", ""), alert.params.get("unit", ""))
    return About(alert.instrument.name, alert.instrument.unit or alert.instrument.currency)


def rule_words(alert: Alert) -> str:
    return sentence(alert, about(alert))


def sentence(alert: Alert, subject: About) -> str:
    told = f"Tell me when {KINDS[alert.kind].words(alert.params, subject)}"
    if alert.kind != Alert.Kind.REPLY:
        told += f", {MODES[Alert.Mode(alert.mode)]}"
    if alert.active_hours == Alert.Hours.SESSION:
        told += ", while its market is open"
    return told
