from django.apps import AppConfig


class SavedConfig(AppConfig):
    name = "alley.saved"

    def ready(self) -> None:
        from alley.discussion import marks
        from alley.saved import queries

        marks.register_saved(queries.comments_saved)
