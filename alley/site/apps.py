from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "alley.site"

    def ready(self) -> None:
        from alley.site import examining

        examining.register()
