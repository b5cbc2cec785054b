"""The log of the web server itself, which has no part in Django's settings (gunicorn's `--logger-class`)."""

from typing import Any

from gunicorn.glogging import Logger

from shawlands.log_filter import NoValuesFilter


class QuietLogger(Logger):
    """gunicorn's logger with the product's filter: its own words repeat requests and exceptions (R: T1)."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        if not any(isinstance(each, NoValuesFilter) for each in self.error_log.filters):
            self.error_log.addFilter(NoValuesFilter())
