from django.apps import AppConfig


class CrosspostsConfig(AppConfig):
    name = "alley.crossposts"

    def ready(self) -> None:
        from alley.crossposts import actions, clock, hearing, queries  # noqa: F401
        from alley.discussion import elsewhere

        elsewhere.register(queries.offers, actions.wish)
