"""From the outbox into the world: at least once, each message knowable when it comes again."""

from alley.alerts.deliveries.pump import Pump, run

__all__ = ["Pump", "run"]
