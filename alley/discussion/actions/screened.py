"""What screening says, and what follows from it."""

from alley.accounts.actions import context_changed
from alley.discussion.models import Comment
from alley.markets.models import ChartSnapshot
from alley.moderation.actions import open_case
from alley.moderation.screening import Context, screen
from alley.moderation.verdicts import Outcome, Verdict
from alley.refusals import Refused
from alley.subjects import Subject


def screened(text: str, context: Context) -> Verdict:
    """The verdict. Raises Refused `mend` or `rejected`, with the reasons."""
    verdict = screen(text, context)
    if refusal := verdict.refusal:
        raise Refused(refusal)
    return verdict


def said(text: str, chart: ChartSnapshot | None) -> str:
    """Everything readers can read of it: the text, and what stands in the chart."""
    return f"{text}\n\n{chart.words}" if chart is not None and chart.words else text


def status_after(verdict: Verdict) -> str:
    held = verdict.outcome is Outcome.HOLD
    return Comment.Status.PENDING if held else Comment.Status.PUBLISHED


def hold(comment: Comment, subject: Subject, verdict: Verdict) -> None:
    """Put the revision before the moderators; its author's other pages learn of it."""
    open_case(
        kind="held",
        subject_kind="comment",
        subject_key=str(comment.pk),
        revision=comment.revision,
        author=comment.author,
        text=said(comment.body, comment.chart),
        title=subject.title,
        url=f"/comments/{comment.pk}/",
        verdict=verdict,
    )
    context_changed(comment.author)
