from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DirectoryConfig(AppConfig):
    """Outside bodies, their contacts, the purposes of sharing, and the words of the policy."""

    name = "sharing.directory"

    def ready(self) -> None:
        from accounts import approvals, carrying_on
        from core.audit import register
        from sharing.directory import changes, models, purposes, waiting_forms

        register.follow(models.Agency, models.AgencyContact, models.Purpose)
        approvals.register(changes.ChangeContact())
        approvals.register(changes.ChangeAgency())
        carrying_on.register(waiting_forms.FORMS)
        post_migrate.connect(purposes.load, sender=self)
