from django.apps import AppConfig


class OversightConfig(AppConfig):
    """What reads all that lies below: home pages, a child's page, the log's page, the start-up check."""

    name = "oversight"

    def ready(self) -> None:
        from audit import register, triggers
        from school import models

        register.follow(models.School, models.Term, models.ClosedDay)  # the ground lies below the log
        triggers.append_only(models.KeyCheck)
