"""The engine: reads ticks from where it stood, matches them, saves firings with its new place."""

from alley.alerts.engine.running import Engine, run

__all__ = ["Engine", "run"]
