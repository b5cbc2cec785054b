from django.apps import AppConfig


class OversightConfig(AppConfig):
    """What reads all that lies below: home pages, a child's page, the log's page, the start-up check."""

    name = "oversight"

    def ready(self) -> None:
        from accounts import second_word
        from accounts.models import PendingChange
        from audit import register
        from oversight.settings import sessions
        from school import models

        register.follow(models.School, models.Term, models.ClosedDay)  # the ground lies below the log
        second_word.register(PendingChange.Kind.TIMES, sessions.SessionTimes())
