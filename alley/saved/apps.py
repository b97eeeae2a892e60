from django.apps import AppConfig


class SavedConfig(AppConfig):
    name = "alley.saved"
