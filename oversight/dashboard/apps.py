from django.apps import AppConfig


class DashboardConfig(AppConfig):
    """What the Headteacher reviews: every disclosure, with its figures."""

    name = "oversight.dashboard"

    def ready(self) -> None:
        from oversight.dashboard import figures
        from sharing.disclosures import release

        release.register(figures.LIST_PRINT, "A list of decisions, for whoever may see them")
        release.register(figures.FIGURES_PRINT, "Figures without names, for the governors")
