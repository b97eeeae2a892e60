"""What an editor who opens the desk wants to know first."""

from dataclasses import dataclass

from django.db.models import QuerySet

from alley.news.models import Article, BreakingAlert, Source
from alley.news.queries.lists import breaking_now
from alley.news.queries.waiting import waiting_updates

MOST = 6
MANY = 100  # updates; beyond that nobody counts


@dataclass(frozen=True, slots=True)
class Today:
    breaking: list[BreakingAlert]
    drafts: list[Article]
    going_out: list[Article]
    published: list[Article]
    updates: int  # at most one more than MANY
    failing: list[Source]

    @property
    def updates_told(self) -> str:
        return f"More than {MANY}" if self.updates > MANY else str(self.updates)


def today() -> Today:
    """Each list at most MOST long: drafts begun last, what goes out next, what went out last."""
    stories = Article.objects.for_lists()
    unfinished = stories.unfinished().select_related("latest_revision__user")
    return Today(
        breaking=breaking_now(),
        drafts=_some(unfinished.order_by("-id")),
        going_out=_some(
            stories.filter(go_live_at__isnull=False, live=False).order_by("go_live_at")
        ),
        published=_some(stories.listed().order_by("-published", "-id")),
        updates=waiting_updates().order_by()[: MANY + 1].count(),
        failing=list(Source.objects.filter(active=True, failures__gt=0).order_by("name")[:MOST]),
    )


def _some(stories: "QuerySet[Article]") -> list[Article]:
    return list(stories[:MOST])
