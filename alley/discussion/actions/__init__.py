"""What is done to comments. Every verb is one transaction, and raises Refused where it may not."""

from alley.discussion.actions.charts import (
    choose_chart,
    lay_chart,
    put_chart_away,
    replace_chart,
)
from alley.discussion.actions.decided import (
    remove_comments_of,
    restore_comments,
    settle_decision,
)
from alley.discussion.actions.delete import delete_comment
from alley.discussion.actions.draft import Writing, keep_draft
from alley.discussion.actions.edit import edit_comment
from alley.discussion.actions.import_comments import Importing, Taken
from alley.discussion.actions.outside import NOT_ALLOWED, keep_page
from alley.discussion.actions.post import Read, post_comment, read_ahead
from alley.discussion.actions.recount import recount
from alley.discussion.actions.rename import rename_thread
from alley.discussion.actions.report import report_comment
from alley.discussion.actions.vote import unvote, vote

__all__ = [
    "NOT_ALLOWED",
    "Importing",
    "Read",
    "Taken",
    "Writing",
    "choose_chart",
    "delete_comment",
    "edit_comment",
    "keep_draft",
    "keep_page",
    "lay_chart",
    "post_comment",
    "put_chart_away",
    "read_ahead",
    "recount",
    "remove_comments_of",
    "rename_thread",
    "replace_chart",
    "report_comment",
    "restore_comments",
    "settle_decision",
    "unvote",
    "vote",
]
