from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "alley.moderation"

    def ready(self) -> None:
        from alley import upkeep
        from alley.accounts import gate
        from alley.moderation import clock, queries  # noqa: F401 - the clock winds itself
        from alley.refusals import Refusal

        refused = Refusal("not_accepted", "This address cannot sign up here.", 403)

        def banned(email: str) -> Refusal | None:
            return refused if queries.recognises(email) else None

        gate.register(banned)
        upkeep.examines("moderation log", queries.newest_entries_fit)
        upkeep.examines("moderation log, all of it", queries.all_entries_fit, when="verify")
