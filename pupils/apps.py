from django.apps import AppConfig


class PupilsConfig(AppConfig):
    """People as subjects, and how they stand to each other: classes, contacts, each with dates."""

    name = "pupils"

    def ready(self) -> None:
        from accounts import roles, second_word
        from accounts.models import PendingChange
        from audit import register, triggers
        from pupils import models, staff

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
        second_word.register(PendingChange.Kind.PUT_IN_CLASS, staff.PutInClass())
        roles.when_somebody_leaves(staff.leave)
