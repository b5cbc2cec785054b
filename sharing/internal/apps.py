from django.apps import AppConfig


class InternalConfig(AppConfig):
    """How need to know is asked for, given, reviewed and looked back on. What opens a record is a grant (`records`)."""

    name = "sharing.internal"

    def ready(self) -> None:
        from accounts import carrying_on, leaving
        from accounts.notices import kinds, notify, worker
        from core import references
        from core.audit import register, triggers
        from records.need_to_know import explain, shipped
        from sharing.internal import (
            categories,
            circulations,
            models,
            notice_kinds,
            reference_targets,
            tasks,
            waiting_forms,
        )

        register.follow(models.Enquiry, *models.ONCE)
        triggers.append_only(*models.ONCE)
        triggers.only_ends(models.Enquiry)
        shipped.register(*categories.CATEGORIES)
        kinds.register(notice_kinds.KINDS)
        tasks.register()
        carrying_on.register(waiting_forms.FORMS)
        for prefix, words in reference_targets.PREFIXES.items():
            references.register(prefix, words)
        for prefix, target in reference_targets.TARGETS.items():
            notify.register(prefix, target)
        explain.register("asked", "you were given access", "asked for, and given by the owner")
        explain.register(
            "emergency",
            "emergency access. This is recorded, and the Headteacher and the DSL have been told",
            "emergency access",
        )
        explain.register("circulation", "it was circulated to you to read, “{reason}”", "circulated to be read")
        explain.register("briefing", "it was written for you", "a briefing")
        explain.register(
            "meeting",
            "you have a professional connection, “{reason}”",
            "a professional connection, for a staff meeting",
        )
        worker.every_minute(circulations.settle)
        leaving.when_a_person_leaves(circulations.settle)
