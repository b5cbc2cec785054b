from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """Share decisions, from the draft to what happens afterwards."""

    name = "sharing.decisions"

    def ready(self) -> None:
        from accounts import carrying_on, leaving
        from accounts.notices import kinds, notify, worker
        from core import references
        from core.audit import register, triggers
        from records import chronology as chronologies
        from records.need_to_know import explain, shipped
        from sharing.decisions import (
            audience,
            categories,
            chronology,
            drafts,
            follow_up,
            harm_notices,
            models,
            notice_kinds,
            tasks,
            waiting_forms,
        )

        once = models.ONCE
        register.follow(models.HarmTold, models.HarmAbout, *once)
        triggers.append_only(models.HarmTold, models.HarmAbout, *once)
        shipped.register(*categories.CATEGORIES)
        kinds.register(notice_kinds.KINDS)
        tasks.register()
        carrying_on.register(waiting_forms.FORMS)
        references.register(audience.PREFIX, "share decision")
        notify.register(audience.PREFIX, audience.Decisions())
        notify.when_looked_at(follow_up.looked_at)
        explain.register("harm", "you were told of a concern about harm", "told of a concern about harm")
        explain.register("inside", "you were given access, “{reason}”", "shared inside the school by a decision")
        explain.register("advice", "you were asked for advice", "asked for advice")
        explain.register("reopened", "you were asked to look again", "asked to look again")
        explain.register("extract", "the school gave you this extract", "an extract, disclosed by a decision")
        chronologies.register("share_decision", chronology.decisions)
        leaving.when_a_person_leaves(drafts.left_by)
        worker.every_minute(follow_up.reopen)
        worker.every_minute(follow_up.chase)
        worker.every_minute(follow_up.chase_drafts)
        worker.every_minute(harm_notices.hand_over)
