from django.apps import AppConfig


class MarketsConfig(AppConfig):
    name = "alley.markets"
