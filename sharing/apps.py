from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SharingConfig(AppConfig):
    """Share decisions, from the draft to the record; and the one way out."""

    name = "sharing"

    def ready(self) -> None:
        from accounts import roles
        from audit import register, triggers
        from notices import kinds, telling, worker
        from records import chronology as chronologies
        from records import explain, shipped
        from sharing import (
            categories,
            chronology,
            drafts,
            following,
            harm,
            hearers,
            models,
            notice_kinds,
            purposes,
            release,
            tasks,
        )

        once = models.ONCE
        register.follow(models.Agency, models.AgencyContact, models.Purpose, models.HarmTold, models.HarmAbout, *once)
        triggers.append_only(models.HarmTold, models.HarmAbout, *once)
        shipped.register(*categories.CATEGORIES)
        kinds.register(notice_kinds.KINDS)
        tasks.register()
        release.register(release.COLLEAGUE, "Printed for a colleague who may see it")
        telling.register(hearers.PREFIX, hearers.Decisions())
        explain.register("harm", "you were told of a concern about harm", "told of a concern about harm")
        explain.register("inside", "you were given access, “{reason}”", "shared inside the school by a decision")
        explain.register("advice", "you were asked for advice", "asked for advice")
        explain.register("reopened", "you were asked to look again", "asked to look again")
        explain.register("extract", "the school gave you this extract", "an extract, disclosed by a decision")
        chronologies.register("share_decision", chronology.decisions)
        roles.when_somebody_leaves(drafts.left_by)
        worker.every_minute(following.reopen)
        worker.every_minute(following.chase)
        worker.every_minute(harm.hand_over)
        post_migrate.connect(purposes.load, sender=self)
