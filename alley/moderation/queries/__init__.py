"""What is read about moderation."""

from alley.moderation.queries.desk import (
    appeal_of,
    broken_link,
    history_of,
    log_page,
    pieces,
    queue,
    recent_decisions,
    reports_of,
    statements_of,
)
from alley.moderation.queries.readers import may_speak, recognises
from alley.moderation.queries.transparency import transparency

__all__ = [
    "appeal_of",
    "broken_link",
    "history_of",
    "log_page",
    "may_speak",
    "pieces",
    "queue",
    "recent_decisions",
    "recognises",
    "reports_of",
    "statements_of",
    "transparency",
]
