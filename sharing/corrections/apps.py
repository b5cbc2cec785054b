from django.apps import AppConfig


class CorrectionsConfig(AppConfig):
    """Corrections of records, and everyone who was given what was wrong."""

    name = "sharing.corrections"

    def ready(self) -> None:
        from accounts import carrying_on
        from accounts.notices import kinds, notify
        from core import references
        from core.audit import register, triggers
        from sharing.corrections import models, notice_kinds, reference_targets, tasks, waiting_forms

        once = (models.RecordCorrection, models.ColleagueToTell, models.ColleagueTold, models.RecipientToTell)
        register.follow(*once)
        triggers.append_only(*once)
        kinds.register(notice_kinds.KINDS)
        tasks.register()
        carrying_on.register(waiting_forms.FORMS)
        references.register(reference_targets.PREFIX, "correction of a record")
        notify.register(reference_targets.PREFIX, reference_targets.Corrections())
