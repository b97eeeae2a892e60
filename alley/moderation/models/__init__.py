"""The nouns of moderation."""

from alley.moderation.models.appeal import Appeal
from alley.moderation.models.case import Case, Decision, Sketch
from alley.moderation.models.learned import LearnedModel
from alley.moderation.models.log import LogEntry
from alley.moderation.models.policy import PolicyDraft, PolicyVersion
from alley.moderation.models.report import Report
from alley.moderation.models.sanction import BanMark, Sanction, Trace
from alley.moderation.models.statement import Statement

__all__ = [
    "Appeal",
    "BanMark",
    "Case",
    "Decision",
    "LearnedModel",
    "LogEntry",
    "PolicyDraft",
    "PolicyVersion",
    "Report",
    "Sanction",
    "Sketch",
    "Statement",
    "Trace",
]
