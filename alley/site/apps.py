from typing import Any

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "alley.site"

    def ready(self) -> None:
        from alley.accounts.queries import unread as unread_by
        from alley.live import bus
        from alley.news.queries import breaking_now
        from alley.shell import context
        from alley.site import queries

        def unread(request: Any) -> int:
            return unread_by(request.user)

        context.provide("sections", lambda request: queries.sections())

        def breaking(request: Any) -> Any:
            signed_in = request.user.is_authenticated
            return breaking_now(reader=request.user if signed_in else None)

        def live_trouble(request: Any) -> str:
            return bus.wakes.trouble

        context.provide("breaking_now", breaking)
        context.provide("live_trouble", live_trouble)
        context.provide("unread", unread)

        from alley.site import examining

        examining.register()
