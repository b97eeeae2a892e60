from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "alley.moderation"

    def ready(self) -> None:
        from alley import upkeep
        from alley.accounts import gate
        from alley.moderation import clock, hearing, queries  # noqa: F401 - they register themselves
        from alley.moderation import policy as policies
        from alley.refusals import Refusal

        refused = Refusal("not_accepted", "This address cannot sign up here.", 403)

        def banned(email: str) -> Refusal | None:
            """Only where the policy says so; else a moderator looks, and nobody is told."""
            refuses = policies.current().sanctions.returning == "refuse"
            return refused if refuses and queries.recognises(email) else None

        gate.register(banned)
        upkeep.examines("moderation log", queries.newest_entries_fit)
        upkeep.examines("moderation log, all of it", queries.all_entries_fit, when="verify")
