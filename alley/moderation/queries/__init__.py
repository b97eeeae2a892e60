"""What is read about moderation."""

from alley.moderation.queries.alike import cases_alike, others_alike
from alley.moderation.queries.desk import (
    ORDER,
    Filter,
    appeal_of,
    campaign_of,
    filtered,
    history_of,
    matching,
    pieces,
    queue,
    recent_decisions,
    reporters_of,
    reports_by,
    reports_of,
    resembled_by,
    sanctions_of,
    statements_of,
)
from alley.moderation.queries.dsa import PARTS, report, statements_export
from alley.moderation.queries.kin import Kin, kin_of
from alley.moderation.queries.learning import decided_texts, learned_models
from alley.moderation.queries.log import (
    MACHINE,
    NEWEST,
    Sought,
    all_entries_fit,
    broken_link,
    head,
    log_page,
    newest_entries_fit,
    shown,
)
from alley.moderation.queries.mine import figures_of
from alley.moderation.queries.months import months
from alley.moderation.queries.past import count_past, past_samples
from alley.moderation.queries.policies import draft_of, versions
from alley.moderation.queries.readers import (
    is_watched,
    may_speak,
    next_step,
    recognises,
    reports_decided,
)
from alley.moderation.queries.transparency import transparency

__all__ = [
    "MACHINE",
    "NEWEST",
    "ORDER",
    "PARTS",
    "Filter",
    "Kin",
    "Sought",
    "all_entries_fit",
    "appeal_of",
    "broken_link",
    "campaign_of",
    "cases_alike",
    "count_past",
    "decided_texts",
    "draft_of",
    "figures_of",
    "filtered",
    "head",
    "history_of",
    "is_watched",
    "kin_of",
    "learned_models",
    "log_page",
    "matching",
    "may_speak",
    "months",
    "newest_entries_fit",
    "next_step",
    "others_alike",
    "past_samples",
    "pieces",
    "queue",
    "recent_decisions",
    "recognises",
    "report",
    "reporters_of",
    "reports_by",
    "reports_decided",
    "reports_of",
    "resembled_by",
    "sanctions_of",
    "shown",
    "statements_export",
    "statements_of",
    "transparency",
    "versions",
]
