from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """What comes in: pupils from files, what a file says that its importer may not see, and concerns."""

    name = "records.intake"

    def ready(self) -> None:
        from accounts import carrying_on
        from accounts.notices import kinds, notify, worker
        from core import references
        from core.audit import register, triggers
        from records import chronology as chronologies
        from records.intake import (
            categories,
            chronology,
            concerns,
            held,
            imports,
            models,
            notice_kinds,
            tasks,
            waiting_forms,
        )
        from records.need_to_know import shipped

        register.follow(models.ImportRun, models.Held, models.HeldAnswer, models.Concern, models.ColumnMatch)
        triggers.append_only(models.Held, models.HeldAnswer, models.Concern)
        shipped.register(*categories.CATEGORIES)
        worker.every_second(imports.work)
        worker.every_minute(imports.forget_old_files)
        kinds.register(notice_kinds.KINDS)
        tasks.register()
        carrying_on.register(waiting_forms.FORMS)
        references.register("I", "import")
        references.register("C", "concern")
        notify.register("I", held.Imports())
        notify.register("C", concerns.Concerns())
        notify.when_looked_at(concerns.looked_at)
        for category in ("concern", "adult_concern_passed"):
            chronologies.register(category, chronology.concerns)
