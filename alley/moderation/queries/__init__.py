"""What is read about moderation."""

from alley.moderation.queries.desk import (
    appeal_of,
    history_of,
    log_page,
    pieces,
    queue,
    recent_decisions,
    reports_by,
    reports_of,
    statements_of,
)
from alley.moderation.queries.learning import decided_texts, learned_models
from alley.moderation.queries.log import all_entries_fit, broken_link, head, newest_entries_fit
from alley.moderation.queries.past import count_past, past_samples
from alley.moderation.queries.policies import draft_of, versions
from alley.moderation.queries.readers import may_speak, recognises
from alley.moderation.queries.transparency import transparency

__all__ = [
    "all_entries_fit",
    "appeal_of",
    "broken_link",
    "count_past",
    "decided_texts",
    "draft_of",
    "head",
    "history_of",
    "learned_models",
    "log_page",
    "may_speak",
    "newest_entries_fit",
    "past_samples",
    "pieces",
    "queue",
    "recent_decisions",
    "recognises",
    "reports_by",
    "reports_of",
    "statements_of",
    "transparency",
    "versions",
]
