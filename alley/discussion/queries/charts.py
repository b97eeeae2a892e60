"""Charts attached to comments: what they showed, and what became of them since."""

from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal

from alley.accounts.models import Reader
from alley.discussion.models import Comment
from alley.discussion.queries.attached import AttachedChart
from alley.discussion.queries.view import CommentView
from alley.markets.charts.since import Since
from alley.markets.models import ChartSnapshot
from alley.markets.queries import since_posted

HEAVY = ("spec", "window", "picture", "narrow")  # read only where the chart itself is shown
MOST_CALLS = 200


def with_charts(views: tuple[CommentView, ...]) -> tuple[CommentView, ...]:
    """The comments with their charts, and with what prices did since; three queries where there
    is a chart among them, none where not."""
    everyone = (each for view in views for each in (view, *view.replies))
    wanted = {each.chart_id for each in everyone if each.chart_id is not None}
    if not wanted:
        return views
    light = ChartSnapshot.objects.select_related("instrument").defer(*HEAVY)
    found = {made.pk: made for made in light.filter(pk__in=wanted)}
    since = since_posted(found.values())

    def dress(view: CommentView) -> CommentView:
        made = found.get(view.chart_id or 0)
        chart = _attached(made, view.id, since[made.pk]) if made else None
        return replace(view, chart=chart, replies=tuple(dress(reply) for reply in view.replies))

    return tuple(dress(view) for view in views)


def _attached(made: ChartSnapshot, comment: int, since: Since) -> AttachedChart:
    return AttachedChart(
        id=made.pk,
        comment=comment,
        symbol=made.instrument.symbol,
        name=made.instrument.name,
        title=made.title,
        description=made.description,
        created=made.created,
        since=since,
    )


def comment_picture(key: str) -> str:
    """Where moderators see the chart of a comment."""
    known = key.isdecimal() and len(key) < 19
    charted = known and Comment.objects.filter(pk=int(key)).exclude(chart=None).exists()
    return f"/charts/comments/{key}.svg" if charted else ""


@dataclass(frozen=True, slots=True)
class Calls:
    """How a reader's calls went: those with a direction, by how they stand, and their moves."""

    right: int
    wrong: int
    waiting: int
    charts: tuple[AttachedChart, ...]

    @property
    def counted(self) -> int:
        return self.right + self.wrong

    @property
    def share(self) -> Decimal | None:
        return round(Decimal(100 * self.right) / self.counted, 0) if self.counted else None


def calls_of(shown: Reader) -> Calls:
    """The published comments of a reader that say which way a price will go, newest first."""
    found = Comment.objects.published().filter(author=shown, chart__call__in=("up", "down"))
    pairs = dict(found.order_by("-posted").values_list("chart_id", "pk")[:MOST_CALLS])
    light = ChartSnapshot.objects.select_related("instrument").defer(*HEAVY)
    made = {each.pk: each for each in light.filter(pk__in=pairs)}
    since = since_posted(made.values())
    charts = [_attached(made[pk], pairs[pk], since[pk]) for pk in pairs if pk in made]
    stand = Counter(chart.since.standing for chart in charts)
    right, wrong = stand["right so far"], stand["wrong so far"]
    return Calls(right, wrong, len(charts) - right - wrong, tuple(charts))
