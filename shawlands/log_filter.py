"""Log lines without personal data: an exception is named by its class and place, never by its message."""

import logging
import traceback

from django.core.exceptions import ImproperlyConfigured

OURS = "shawlands"
"""The loggers of the product itself: their messages are fixed words."""
OF_THE_SERVER = ("Worker ", "WORKER ", "Connection in use", "Can't connect", "Invalid address")
"""How gunicorn's lines about its own processes begin. Its others repeat requests."""


class NoValuesFilter(logging.Filter):
    """Lets nothing of a request or a database into a line (R: T1).

    Exceptions become their classes and the lines of code where they arose. Whatever a library says of itself becomes
    its name, the status of the answer and the level: its words repeat addresses, hosts, headers and values, whether
    as arguments or put together beforehand.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            record.msg = _in_words(error)
        elif not _harmless(record):
            status = getattr(record, "status_code", "")
            record.msg = " ".join(filter(None, (record.name, str(status), record.levelname.lower())))
        else:
            return True
        record.args = ()
        record.exc_info = record.exc_text = record.stack_info = None
        return True


def _harmless(record: logging.LogRecord) -> bool:
    """Whether the line holds fixed words and numbers only, and no exception."""
    if record.name.split(".")[0] == OURS:
        return True
    return record.name == "gunicorn.error" and str(record.msg).startswith(OF_THE_SERVER)


def _in_words(error: BaseException) -> str:
    """The class and places of an exception; for the settings' own faults, whose words name settings alone, those."""
    if isinstance(error, ImproperlyConfigured):
        return f"{type(error).__name__}: {error}"
    places = [
        f"{frame.filename.rsplit('/', 3)[-1]}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)[-6:]
    ]
    return f"{type(error).__name__} at {' < '.join(reversed(places))}"
