from django.apps import AppConfig


class LostPropertyConfig(AppConfig):
    """What is found, who handed it in, and whose it is. The example of how a subject is added (CONTRIBUTING.md)."""

    name = "tests.example_subject.lost_property"

    def ready(self) -> None:
        from accounts import carrying_on
        from accounts.notices import kinds, notify
        from core import references
        from core.audit import register, triggers
        from records.need_to_know import shipped
        from sharing.disclosures import release
        from tests.example_subject.lost_property import (
            categories,
            items,
            models,
            notice_kinds,
            printed,
            tasks,
            waiting_forms,
        )

        register.follow(models.Item, models.Claim)
        triggers.append_only(models.Item, models.Claim)
        shipped.register(*categories.CATEGORIES)
        references.register(items.PREFIX, "item of lost property")
        notify.register(items.PREFIX, items.Items())
        kinds.register(notice_kinds.KINDS)
        tasks.register()
        carrying_on.register(waiting_forms.FORMS)
        release.register(printed.LIST, "A list of lost property, for the office")
