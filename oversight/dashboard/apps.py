from django.apps import AppConfig


class DashboardConfig(AppConfig):
    """What the Headteacher reviews: every disclosure, with its figures."""

    name = "oversight.dashboard"

    def ready(self) -> None:
        from accounts import carrying_on
        from oversight.dashboard import figures, tasks, waiting_forms
        from sharing.disclosures import release

        tasks.register()
        carrying_on.register(waiting_forms.FORMS)
        release.register(figures.LIST_PRINT, "A list of decisions, for whoever may see them")
        release.register(figures.FIGURES_PRINT, "Figures without names, for the governors")
