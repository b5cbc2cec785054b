from django.apps import AppConfig


class QuestionnaireConfig(AppConfig):
    """The pages of a decision, until it is recorded."""

    name = "sharing.questionnaire"

    def ready(self) -> None:
        from accounts import carrying_on
        from sharing.questionnaire import waiting_forms

        carrying_on.register(waiting_forms.FORMS)
