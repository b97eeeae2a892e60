"""Stories found by their words: the newest first, then as far back as a reader goes."""

from alley.news import search
from alley.news.models import Article
from alley.news.pages import Place, place
from alley.news.queries.lists import StoryList


def search_articles(q: str, cursor: str | None = None, limit: int = 20) -> StoryList:
    """Raises Refused where the words ask too much; no words find nothing. Two queries."""
    after = place(cursor)
    found = search.newest_matches(q, before=after, limit=limit + 1)
    stories = Article.objects.listed().for_lists().filter(pk__in=found)
    rows = sorted(stories, key=lambda story: (story.published, story.pk), reverse=True)
    more = len(found) > limit
    last = rows[limit - 1] if len(rows) > limit else (rows[-1] if more and rows else None)
    if not more or last is None or last.published is None:
        return StoryList(rows[:limit], None)
    return StoryList(rows[:limit], Place(last.published, last.pk).as_cursor())
