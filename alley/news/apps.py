from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class NewsConfig(AppConfig):
    name = "alley.news"

    def ready(self) -> None:
        from alley import subjects
        from alley.news import clock, hearing, queries  # noqa: F401  (they register themselves)
        from alley.news.models import Article

        subjects.register("article", queries.article_subject)
        subjects.register_addresses(queries.article_at)
        Article.shown_in_preview = staticmethod(queries.shown_in_preview)
        post_migrate.connect(_prepare_search, sender=self)


def _prepare_search(using: str, **kwargs: Any) -> None:
    from django.db import connections

    from alley.news import search

    search.prepare(connections[using])
