from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "alley.privacy"

    def ready(self) -> None:
        from alley.privacy import clock  # noqa: F401 - registers what happens by the clock
