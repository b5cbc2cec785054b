from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """People who sign in: their dated roles, second factors, undertakings, and their deputies."""

    name = "accounts"

    def ready(self) -> None:
        from allauth.socialaccount import signals

        from accounts import account_changes, approvals, models, provider, provider_setup, roles
        from accounts import signals as accounts_signals
        from core.audit import register, triggers

        register.follow(
            models.IdentityProvider,
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
        accounts_signals.listen()
        for handler in (*account_changes.HANDLERS, provider_setup.UseProvider(), provider_setup.StopProvider()):
            approvals.register(handler)
        signals.social_account_added.connect(provider.connected)
