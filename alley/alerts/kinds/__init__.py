"""The kinds of alert: one file each, one short protocol (base.py)."""

from alley.alerts.kinds import (
    indicator,
    new_extreme,
    percent_move,
    portfolio,
    price_cross,
    reply,
    story,
    volume,
)
from alley.alerts.kinds.base import About, Bars, Hit, Kind, Watch

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        price_cross.kind,
        percent_move.kind,
        new_extreme.kind,
        volume.kind,
        indicator.kind,
        story.kind,
        reply.kind,
        portfolio.kind,
    )
}
__all__ = ["KINDS", "About", "Bars", "Hit", "Kind", "Watch"]
