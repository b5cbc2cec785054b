from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """What comes in: pupils from files, what a file says that its importer may not see, and concerns."""

    name = "intake"

    def ready(self) -> None:
        from audit import register, triggers
        from intake import categories, chronology, concerns, held, imports, models, notice_kinds, tasks
        from notices import kinds, telling, worker
        from records import chronology as chronologies
        from records import shipped

        register.follow(models.ImportRun, models.Held, models.HeldAnswer, models.Concern, models.ColumnMatch)
        triggers.append_only(models.Held, models.HeldAnswer, models.Concern)
        shipped.register(*categories.CATEGORIES)
        worker.every_second(imports.work)
        worker.every_minute(imports.forget_old_files)
        kinds.register(notice_kinds.KINDS)
        tasks.register()
        telling.register("I", held.Imports())
        telling.register("C", concerns.Concerns())
        for category in ("concern", "adult_concern_passed"):
            chronologies.register(category, chronology.concerns)
