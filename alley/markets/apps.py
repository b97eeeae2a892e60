from django.apps import AppConfig


class MarketsConfig(AppConfig):
    name = "alley.markets"

    def ready(self) -> None:
        from alley import subjects
        from alley.live import renewals
        from alley.markets import clock, queries  # noqa: F401 - the clock winds itself

        subjects.register("instrument", queries.instrument_subject)
        renewals.register("quotes", queries.quote_events)
