from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RecordsConfig(AppConfig):
    """The vault and need to know: confidential records, who may see them, and the one place that opens them."""

    name = "records"

    def ready(self) -> None:
        from accounts import roles, second_word
        from accounts.models import PendingChange
        from audit import register, triggers
        from records import categories, models, rules, shipped

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
        second_word.register(PendingChange.Kind.ADD_RULE, rules.AddRule())
        second_word.register(PendingChange.Kind.CHANGE_OWNER, rules.ChangeOwner())
        second_word.register(PendingChange.Kind.RENAME, rules.Rename())
        roles.when_somebody_leaves(rules.leave)
