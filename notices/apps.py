from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Who is told what, by reference alone: inbox, outbox, passing on, and the one worker."""

    name = "notices"

    def ready(self) -> None:
        from accounts import events, roles, second_word
        from audit import register, triggers
        from notices import change_kinds, kinds, models, telling

        register.follow(models.Notice, models.Seen, models.PassedOn)
        triggers.append_only(models.Notice, models.Seen, models.PassedOn)
        kinds.register(change_kinds.KINDS)
        second_word.hear(telling.notify)
        second_word.remember(telling.changes_told)
        events.hear(telling.tell_of_account)
        telling.register("P", telling.Changes())
        roles.when_somebody_leaves(telling.hand_over)
