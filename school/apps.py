from django.apps import AppConfig


class SchoolConfig(AppConfig):
    """The ground: clock, calendar, the school's own settings, references, keys."""

    name = "school"
