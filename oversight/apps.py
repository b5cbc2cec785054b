from django.apps import AppConfig


class OversightConfig(AppConfig):
    """What reads all that lies below: home pages, a child's page, the log's page, the start-up check."""

    name = "oversight"

    def ready(self) -> None:
        from accounts import second_word
        from accounts.models import PendingChange
        from audit import register, triggers
        from notices import worker
        from oversight import tasks
        from oversight.dashboard import figures
        from oversight.models import Checked, MailTest, StaffLine, StaffList
        from oversight.setting_up import staff_list
        from oversight.settings import sessions
        from school import models
        from sharing import release

        register.follow(models.School, models.Term, models.Closure)  # the ground lies below the log
        register.follow(StaffList, StaffLine, MailTest, Checked)
        triggers.append_only(StaffList, Checked, models.KeyCheck)
        second_word.register(PendingChange.Kind.STAFF_LIST, staff_list.AddStaff())
        worker.every_minute(staff_list.clear_refused)
        second_word.register(PendingChange.Kind.TIMES, sessions.SessionTimes())
        tasks.register()
        release.register(figures.LIST_PRINT, "A list of decisions, for whoever may see them")
        release.register(figures.FIGURES_PRINT, "Figures without names, for the governors")
