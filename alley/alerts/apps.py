from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "alley.alerts"

    def ready(self) -> None:
        from alley.alerts import clock, hearing  # noqa: F401 - they register themselves
