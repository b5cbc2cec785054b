from django.apps import AppConfig


class DemoConfig(AppConfig):
    """A school of invented people, made through the product's own functions."""

    name = "tools.demo"
