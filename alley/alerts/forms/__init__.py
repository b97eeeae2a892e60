"""One form for every kind of alert."""

from typing import Any

from alley.accounts.models import Reader
from alley.alerts.forms.base import AlertForm
from alley.alerts.forms.kinds import (
    ExtremeForm,
    IndicatorForm,
    PercentForm,
    PortfolioForm,
    PriceForm,
    ReplyForm,
    StoryForm,
    VolumeForm,
)
from alley.alerts.models import Alert

__all__ = ["FORMS", "AlertForm", "form_for", "values_of"]

FORMS: dict[str, type[AlertForm]] = {
    form.kind: form
    for form in (
        PriceForm,
        PercentForm,
        ExtremeForm,
        VolumeForm,
        IndicatorForm,
        StoryForm,
        ReplyForm,
        PortfolioForm,
    )
}


def form_for(kind: str, owner: Reader, given: Any, initial: dict[str, Any]) -> AlertForm:
    return FORMS[kind](given, initial=initial, owner=owner)


def values_of(alert: Alert) -> dict[str, Any]:
    """What an alert's form begins with."""
    cooldown = alert.cooldown
    return {
        **alert.params,
        "period": (alert.params.get("params") or {}).get("period"),
        "symbol": alert.instrument.symbol if alert.instrument else "",
        "mode": alert.mode,
        "active_hours": alert.active_hours,
        "cooldown": int(cooldown.total_seconds() // 60) if cooldown else None,
        "expires": alert.expires,
        "channels": alert.channels,
        "note": alert.note,
    }
