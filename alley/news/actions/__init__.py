"""The newsroom's verbs."""

from alley.news.actions.breaking import break_news, close_breaking, end_breaking
from alley.news.actions.fetch import fetch_source, ingest_address
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
    hold_until_embargo,
    note_edit,
    publish_article,
    take_down,
    withdraw_article,
)
from alley.news.actions.react import expect_all, measure_all
from alley.news.actions.updates import NONE as NO_UPDATE
from alley.news.actions.updates import set_update_aside, take_update

__all__ = [
    "NO_UPDATE",
    "Outcome",
    "after_publish",
    "break_news",
    "close_breaking",
    "correct_article",
    "end_breaking",
    "expect_all",
    "fetch_source",
    "hold_until_embargo",
    "ingest_address",
    "ingest_bytes",
    "ingest_item",
    "ingest_stories",
    "measure_all",
    "note_edit",
    "publish_article",
    "replay",
    "set_update_aside",
    "take_down",
    "take_update",
    "withdraw_article",
]
