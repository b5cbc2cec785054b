from django.apps import AppConfig


class OversightConfig(AppConfig):
    """What reads all that lies below: home pages, a child's page, the log's page, the start-up check."""

    name = "oversight"
