from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "alley.live"

    def ready(self) -> None:
        from alley.live import clock  # noqa: F401  (registers its work)
