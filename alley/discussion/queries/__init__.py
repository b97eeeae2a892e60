"""What readers see of the discussion. Blocks are kept in every one of these."""

from alley.discussion.queries.attached import AttachedChart
from alley.discussion.queries.charts import Calls, calls_of, comment_picture
from alley.discussion.queries.counts import counts_for
from alley.discussion.queries.export import exported_comments
from alley.discussion.queries.mentionable import readers_to_mention
from alley.discussion.queries.page import DiscussionPage, discussion_page, draft_of
from alley.discussion.queries.pages import may_embed, page_subject, subject_of
from alley.discussion.queries.single import (
    comment_for,
    comment_subject,
    comment_to_report,
    comments_by,
    place_of,
    view_for,
    view_of_new,
)
from alley.discussion.queries.view import CommentView, initials

__all__ = [
    "AttachedChart",
    "Calls",
    "CommentView",
    "DiscussionPage",
    "calls_of",
    "comment_for",
    "comment_picture",
    "comment_subject",
    "comment_to_report",
    "comments_by",
    "counts_for",
    "discussion_page",
    "draft_of",
    "exported_comments",
    "initials",
    "may_embed",
    "page_subject",
    "place_of",
    "readers_to_mention",
    "subject_of",
    "view_for",
    "view_of_new",
]
