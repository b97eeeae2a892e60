from typing import Any

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "alley.site"

    def ready(self) -> None:
        from alley.news.queries import breaking_now
        from alley.shell import context
        from alley.site import queries

        def unread(request: Any) -> int:
            return int(request.user.notifications.filter(read=None).count())

        context.provide("sections", lambda request: queries.sections())
        context.provide("breaking_now", lambda request: breaking_now())
        context.provide("unread", unread)

        from alley.site import examining

        examining.register()
