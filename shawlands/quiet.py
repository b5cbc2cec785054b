"""Log lines without personal data: an exception is named by its class and place, never by its message."""

import logging
import traceback


class NoValuesFilter(logging.Filter):
    """Replaces messages' arguments that hold exceptions or requests, and tracebacks, by class names and lines.

    Exception messages of databases and forms carry the values that caused them (R: T1).
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            places = [
                f"{frame.filename.rsplit('/', 3)[-1]}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(error.__traceback__)[-6:]
            ]
            record.msg = f"{type(error).__name__} at {' < '.join(reversed(places))}"
            record.args = ()
            record.exc_info = None
            record.exc_text = None
        elif record.name.startswith("django.request"):
            record.msg = f"{getattr(record, 'status_code', '')} {record.levelname.lower()}"
            record.args = ()
        return True
