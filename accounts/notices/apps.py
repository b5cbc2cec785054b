from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Who is told what, by reference alone: inbox, outbox, passing on, and the one worker."""

    name = "accounts.notices"

    def ready(self) -> None:
        from accounts import approvals, carrying_on, events, leaving
        from accounts.notices import change_kinds, kinds, models, notify, tasks, waiting_forms
        from core import references
        from core.audit import register, triggers

        register.follow(models.Notice, models.Seen, models.PassedOn)
        triggers.append_only(models.Notice, models.Seen, models.PassedOn)
        kinds.register(change_kinds.KINDS)
        tasks.register()
        carrying_on.register(waiting_forms.FORMS)
        approvals.hear(notify.notify)
        approvals.remember(notify.changes_told)
        events.hear(notify.tell_of_account)
        references.register("P", "change that waits for a second person")
        notify.register("P", notify.Changes())
        references.register(notify.UNHEARD, "urgent notice that no one has looked at")
        notify.register(notify.UNHEARD, notify.Unheard())
        leaving.when_a_person_leaves(notify.hand_over)
