from django.apps import AppConfig


class LogConfig(AppConfig):
    """The log's page."""

    name = "oversight.log"

    def ready(self) -> None:
        from oversight.log import tasks

        tasks.register()
