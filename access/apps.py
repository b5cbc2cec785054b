from django.apps import AppConfig


class AccessConfig(AppConfig):
    """How need to know is asked for, given, looked at and looked back on: what opens anything is a grant below."""

    name = "access"

    def ready(self) -> None:
        from access import circulations, matters, models
        from accounts import roles
        from audit import register, triggers
        from notices import telling, worker

        once = (
            models.AccessRequest,
            models.RequestAnswer,
            models.EmergencyAccess,
            models.EmergencyAccount,
            models.EmergencyReview,
            models.Circulation,
            models.CirculationReader,
            models.ReadMark,
            models.Briefing,
            models.Meeting,
            models.MeetingItem,
            models.Declaration,
            models.Settled,
            models.ExclusionSet,
            models.Look,
        )
        register.follow(models.Enquiry, *once)
        triggers.append_only(*once)
        triggers.only_ends(models.Enquiry)
        for prefix, matter in matters.MATTERS.items():
            telling.register(prefix, matter)
        worker.every_minute(circulations.settle)
        roles.when_somebody_leaves(circulations.settle)
