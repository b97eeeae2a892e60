"""What is read about moderation."""

from alley.moderation.queries.readers import may_speak, recognises

__all__ = ["may_speak", "recognises"]
