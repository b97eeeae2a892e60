from typing import Any

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "alley.site"

    def ready(self) -> None:
        from alley.accounts.queries import unread as unread_by
        from alley.news.queries import breaking_now
        from alley.shell import context
        from alley.site import queries

        def unread(request: Any) -> int:
            return unread_by(request.user)

        context.provide("sections", lambda request: queries.sections())
        context.provide("breaking_now", lambda request: breaking_now())
        context.provide("unread", unread)

        from alley.site import examining

        examining.register()
