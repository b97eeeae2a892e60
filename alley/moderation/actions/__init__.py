"""What moderation does: one function a verb, one transaction each."""

from alley.moderation.actions.appeals import appeal, appeal_report
from alley.moderation.actions.bulk import decide_all, undo_all
from alley.moderation.actions.cases import claim, close_subject, open_case, release, revise_case
from alley.moderation.actions.decide import decide
from alley.moderation.actions.drafts import ask_backtest, save_draft
from alley.moderation.actions.lapses import lapse
from alley.moderation.actions.learning import learn, switch_model
from alley.moderation.actions.log import note_brigade
from alley.moderation.actions.policy import adopt_policy
from alley.moderation.actions.reports import report
from alley.moderation.actions.returning import forget, leave_trace, look_at_new_reader
from alley.moderation.actions.sanctions import ban, remember_removed, suspend
from alley.moderation.actions.undo import undo
from alley.moderation.actions.withdraw_report import withdraw_report

__all__ = [
    "adopt_policy",
    "appeal",
    "appeal_report",
    "ask_backtest",
    "ban",
    "claim",
    "close_subject",
    "decide",
    "decide_all",
    "forget",
    "lapse",
    "learn",
    "leave_trace",
    "look_at_new_reader",
    "note_brigade",
    "open_case",
    "release",
    "remember_removed",
    "report",
    "revise_case",
    "save_draft",
    "suspend",
    "switch_model",
    "undo",
    "undo_all",
    "withdraw_report",
]
