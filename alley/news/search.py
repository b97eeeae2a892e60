"""Full text of the stories: FTS5 where the database is SQLite, a tsvector with GIN on PostgreSQL.

The index is a table of its own, `news_search`, written in batches; a match is joined once.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from alley.news.models import Article
from alley.news.pages import Place
from alley.refusals import Refusal, Refused

MAX_LETTERS = 400  # a question is a few words; more is an attack or a paste
MAX_WORDS = 12
_WORD = re.compile(r'"([^"]*)"|([^\s"]+)')
_LETTERS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def prepare(database: BaseDatabaseWrapper = connection) -> None:
    """Make the index's table where it is missing."""
    with database.cursor() as cursor:
        for statement in _TABLES[database.vendor]:
            cursor.execute(statement)


def update(stories: Iterable[Article]) -> None:
    """Index these as they stand now; what is not live goes out."""
    stories = list(stories)
    forget([story.pk for story in stories])
    rows = [
        (story.pk, story.headline, story.standfirst, story.text) for story in stories if story.live
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_INSERT[connection.vendor], rows)


def forget(articles: Iterable[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(_DELETE[connection.vendor], [(pk,) for pk in articles])


def newest_matches(q: str, *, before: Place | None, limit: int) -> list[int]:
    """Ids of listed stories that hold all the words, newest first."""
    asked = question(q)
    if not asked:
        return []
    when = "AND (a.published, a.id) < (%s, %s)" if before else ""
    place: list[Any] = [_moment(before), before.pk] if before else []
    with connection.cursor() as cursor:
        cursor.execute(_SELECT[connection.vendor].format(when=when), [asked, *place, limit])
        return [pk for (pk,) in cursor.fetchall()]


def question(q: str) -> str:
    """What a reader typed as a question both databases understand; no operator gets through."""
    if len(q) > MAX_LETTERS:
        raise Refused(Refusal("query_too_long", "Please search for fewer words.", status=422))
    phrases = [words for match in _WORD.finditer(q) if (words := _LETTERS.findall(match[0]))]
    phrases = phrases[:MAX_WORDS]
    if connection.vendor == "sqlite":
        return " ".join('"' + " ".join(words) + '"' for words in phrases)
    return " & ".join("(" + " <-> ".join(map(_quoted, words)) + ")" for words in phrases)


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"


def _moment(place: Place) -> Any:
    return connection.ops.adapt_datetimefield_value(place.published)


_TABLES = {
    "sqlite": [
        "CREATE VIRTUAL TABLE IF NOT EXISTS news_search USING fts5(headline, standfirst, text,"
        " content='', contentless_delete=1, tokenize='porter unicode61 remove_diacritics 2')"
    ],
    "postgresql": [
        "CREATE TABLE IF NOT EXISTS news_search (rowid bigint PRIMARY KEY, words tsvector)",
        "CREATE INDEX IF NOT EXISTS news_search_words ON news_search USING gin (words)",
    ],
}
_INSERT = {
    "sqlite": "INSERT INTO news_search (rowid, headline, standfirst, text) VALUES (%s, %s, %s, %s)",
    "postgresql": "INSERT INTO news_search (rowid, words) VALUES (%s,"
    " setweight(to_tsvector('english', %s), 'A') || setweight(to_tsvector('english', %s), 'B')"
    " || setweight(to_tsvector('english', left(%s, 500000)), 'C'))",
}
_DELETE = dict.fromkeys(("sqlite", "postgresql"), "DELETE FROM news_search WHERE rowid = %s")
_LISTED = (
    "SELECT a.id FROM news_search s JOIN news_article a ON a.id = s.rowid"
    " WHERE {match} AND a.live AND a.same_as_id IS NULL {{when}}"
    " ORDER BY a.published DESC, a.id DESC LIMIT %s"
)
_SELECT = {
    "sqlite": _LISTED.format(match="news_search MATCH %s"),
    "postgresql": _LISTED.format(match="s.words @@ to_tsquery('english', %s)"),
}
