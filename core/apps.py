from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    """The ground: clock, calendar, the school's own settings, references, keys."""

    name = "core"

    def ready(self) -> None:
        from core import statistics, time_limits

        time_limits.watch()
        post_migrate.connect(statistics.install, sender=self)
