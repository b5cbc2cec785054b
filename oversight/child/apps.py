from django.apps import AppConfig


class ChildConfig(AppConfig):
    """Finding a child, and the child’s page."""

    name = "oversight.child"

    def ready(self) -> None:
        from accounts import carrying_on
        from oversight.child import tasks, waiting_forms

        tasks.register()
        carrying_on.register(waiting_forms.FORMS)
