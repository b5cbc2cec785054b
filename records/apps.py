from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RecordsConfig(AppConfig):
    """The vault and need to know: confidential records, who may see them, and the one place that opens them."""

    name = "records"

    def ready(self) -> None:
        from accounts import account_changes, approvals, carrying_on, leaving
        from core.audit import register, triggers
        from records import categories, models, waiting_forms
        from records.need_to_know import rules, shipped

        register.follow(
            models.Category,
            models.Rule,
            models.Record,
            models.RecordSubject,
            models.Section,
            models.Attachment,
            models.Move,
            models.UserGrant,
            models.RoleGrant,
            models.Folder,
            models.UserFolderGrant,
            models.RoleFolderGrant,
            models.Exclusion,
        )
        triggers.append_only(models.Record, models.Section, models.Attachment, models.Folder)
        triggers.only_ends(
            models.RecordSubject,
            models.Move,
            models.Rule,
            models.UserGrant,
            models.RoleGrant,
            models.Exclusion,
            models.UserFolderGrant,
            models.RoleFolderGrant,
        )
        shipped.register(*categories.CATEGORIES)
        post_migrate.connect(shipped.load, sender=self)
        carrying_on.register(waiting_forms.FORMS)
        for handler in rules.HANDLERS:
            approvals.register(handler)
        account_changes.opens(rules.opened_by)
        leaving.when_a_person_leaves(rules.leave)
