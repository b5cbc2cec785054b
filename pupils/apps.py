from django.apps import AppConfig


class PupilsConfig(AppConfig):
    """People as subjects, and how they stand to each other: classes, contacts, each with dates."""

    name = "pupils"

    def ready(self) -> None:
        from audit import register, triggers
        from pupils import models

        spans = (
            models.Enrolment,
            models.FormerUpn,
            models.ClassMembership,
            models.ClassStaff,
            models.KeyWorker,
            models.HouseholdMember,
            models.Contact,
        )
        register.follow(models.Person, models.Pupil, models.SchoolClass, models.Household, *spans)
        triggers.only_ends(*spans)
