from django.apps import AppConfig


class DisclosuresConfig(AppConfig):
    """The only way out of the product: what left, byte for byte, and by which authority."""

    name = "sharing.disclosures"

    def ready(self) -> None:
        from core.audit import register, triggers
        from sharing.disclosures import models, release

        register.follow(models.Disclosure)
        triggers.append_only(models.Disclosure)
        release.register(release.COLLEAGUE, "Printed for a colleague who may see it")
