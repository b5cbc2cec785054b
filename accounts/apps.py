from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """People who sign in: their dated roles, second factors, undertakings, and who stands in for whom."""

    name = "accounts"

    def ready(self) -> None:
        from accounts import events, models, roles
        from audit import register, triggers

        register.follow(
            models.User,
            models.RoleMembership,
            models.Deputising,
            models.Undertaking,
            models.Acceptance,
            models.PendingChange,
            models.ChangeAnswer,
        )
        triggers.append_only(models.Undertaking, models.Acceptance, models.PendingChange, models.ChangeAnswer)
        triggers.only_ends(models.RoleMembership, models.Deputising)
        post_migrate.connect(roles.make_groups, sender=self)
        events.listen()
