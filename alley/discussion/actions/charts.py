"""A chart for the comment that is being written, and for one that stands."""

from datetime import datetime

from django.db import transaction

from alley.accounts.models import Reader
from alley.discussion.actions import speaking
from alley.discussion.actions.edit import edit_comment
from alley.discussion.models import Comment, Draft
from alley.markets.actions import freeze_chart
from alley.markets.charts.spec import ChartSpec
from alley.markets.models import ChartSnapshot
from alley.markets.queries import snapshot_of


@transaction.atomic
def choose_chart(
    *, reader: Reader, kind: str, key: str, spec: ChartSpec, parent: int = 0
) -> ChartSnapshot:
    """Freeze a chart and lay it beside what the reader is writing there; it takes the place of the
    one chosen before. Raises Refused as freeze_chart does, and `not_found`."""
    subject = speaking.subject_about(kind, key)
    made = freeze_chart(reader=reader, spec=spec)
    lay_chart(reader=reader, kind=subject.kind, key=subject.key, chart=made.pk, parent=parent)
    return made


@transaction.atomic
def lay_chart(*, reader: Reader, kind: str, key: str, chart: int, parent: int = 0) -> None:
    """A chart that is frozen already. Raises Refused `not_found` for somebody else's."""
    Draft.objects.update_or_create(
        reader=reader,
        kind=kind,
        key=key,
        parent=parent,
        defaults={"chart": snapshot_of(reader, chart)},
    )


@transaction.atomic
def put_chart_away(*, reader: Reader, kind: str, key: str, parent: int = 0) -> None:
    place = Draft.objects.filter(reader=reader, kind=kind, key=key, parent=parent)
    place.filter(body="").delete()
    place.update(chart=None)


@transaction.atomic
def replace_chart(
    *,
    author: Reader,
    comment: Comment,
    spec: ChartSpec,
    version: int | None = None,
    now: datetime | None = None,
) -> Comment:
    """Freeze a chart and put it where the one of a posted comment was, or where none was: a new
    revision, the words untouched. Raises Refused as freeze_chart and edit_comment do."""
    made = freeze_chart(reader=author, spec=spec)
    return edit_comment(
        author=author, comment=comment, body=comment.body, version=version, chart=made.pk, now=now
    )
