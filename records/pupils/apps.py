from django.apps import AppConfig


class PupilsConfig(AppConfig):
    """People as subjects, and how they stand to each other: classes, contacts, each with dates."""

    name = "records.pupils"

    def ready(self) -> None:
        from accounts import approvals, leaving
        from core.audit import register, triggers
        from records.pupils import models, staff

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
        approvals.register(staff.PutInClass())
        approvals.register(staff.EndWithClass())
        leaving.when_a_person_leaves(staff.leave)
