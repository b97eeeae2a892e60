"""The newsroom's verbs."""

from alley.news.actions.breaking import break_news, end_breaking
from alley.news.actions.ingest import (
    Outcome,
    ingest_bytes,
    ingest_item,
    ingest_stories,
    replay,
)
from alley.news.actions.publish import (
    after_publish,
    correct_article,
    publish_article,
    take_down,
    withdraw_article,
)

__all__ = [
    "Outcome",
    "after_publish",
    "break_news",
    "correct_article",
    "end_breaking",
    "ingest_bytes",
    "ingest_item",
    "ingest_stories",
    "publish_article",
    "replay",
    "take_down",
    "withdraw_article",
]
