from django.apps import AppConfig


class SharingConfig(AppConfig):
    """Share decisions, from the draft to the record; and the one way out."""

    name = "sharing"

    def ready(self) -> None:
        from accounts import roles
        from audit import register, triggers
        from notices import telling
        from records import chronology as chronologies
        from sharing import chronology, drafts, hearers, models

        once = (
            models.Draft,
            models.ShareDecision,
            models.DecisionItem,
            models.DecisionRecipient,
            models.Disclosure,
            models.Question,
            models.Answer,
        )
        register.follow(models.Agency, models.AgencyContact, models.HarmTold, *once)
        triggers.append_only(models.HarmTold, *once)
        telling.register("SD", hearers.Decisions())
        chronologies.register("share_decision", chronology.decisions)
        roles.when_somebody_leaves(drafts.left_by)
