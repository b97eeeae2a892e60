from django.apps import AppConfig


class PortfoliosConfig(AppConfig):
    name = "alley.portfolios"

    def ready(self) -> None:
        from alley.portfolios import hearing  # noqa: F401 - hears what markets announce
