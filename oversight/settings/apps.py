from django.apps import AppConfig


class SettingsConfig(AppConfig):
    """The school's settings, the list of staff, getting the school ready."""

    name = "oversight.settings"

    def ready(self) -> None:
        from accounts import approvals, carrying_on
        from accounts.notices import worker
        from core import models
        from core.audit import register, triggers
        from oversight.settings import reached, sessions, staff_list, tasks, waiting_forms
        from oversight.settings.models import Checked, MailTest, StaffLine, StaffList

        register.follow(models.School, models.Term, models.Closure)  # the ground lies below the log
        register.follow(StaffList, StaffLine, MailTest, Checked)
        triggers.append_only(StaffList, Checked, models.KeyCheck)
        approvals.register(staff_list.AddStaff())
        worker.every_minute(staff_list.clear_refused)
        approvals.register(sessions.SessionTimes())
        approvals.register(reached.ReachSchool())
        tasks.register()
        carrying_on.register(waiting_forms.FORMS)
