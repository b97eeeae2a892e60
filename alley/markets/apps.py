from django.apps import AppConfig


class MarketsConfig(AppConfig):
    name = "alley.markets"

    def ready(self) -> None:
        from alley import subjects
        from alley.markets import queries

        subjects.register("instrument", queries.instrument_subject)
