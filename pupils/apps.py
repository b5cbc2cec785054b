from django.apps import AppConfig


class PupilsConfig(AppConfig):
    """People as subjects, and how they stand to each other: classes, contacts, each with dates."""

    name = "pupils"

    def ready(self) -> None:
        from audit import register, triggers
        from pupils import models

        spans = (models.ClassMembership, models.ClassStaff, models.Contact)
        register.follow(models.Person, models.Pupil, models.SchoolClass, *spans)
        triggers.only_ends(*spans)
