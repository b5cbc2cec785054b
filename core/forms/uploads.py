"""Files that people send: kept in memory only, never in a plain temporary file, and refused when too large.

The code that asked for them seals what is kept.
"""

import io
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.forms import FileField

TOO_LARGE = "too-large"


class MemoryOnlyHandler(FileUploadHandler):
    """Takes a file into memory; of one that is larger than settings.UPLOAD_MOST the rest is thrown away."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.content, self.large = io.BytesIO(), False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > settings.UPLOAD_MOST:
            self.content, self.large = io.BytesIO(), True
        elif not self.large:
            self.content.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        self.content.seek(0)
        kind = TOO_LARGE if self.large else self.content_type
        size = 0 if self.large else file_size
        return InMemoryUploadedFile(self.content, self.field_name, self.file_name, kind, size, self.charset)


class UploadField(FileField):
    """A file. `what` names it in errors, `most` is its largest size in bytes. Cleans to (bytes, name)."""

    def __init__(self, *, what: str, most: int | None = None, **kwargs: Any) -> None:
        self.what, self.most = what, most or settings.UPLOAD_MOST
        kwargs.setdefault("error_messages", {"required": f"Select {what}"})
        super().__init__(allow_empty_file=True, max_length=None, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if not file:
            return None
        if file.content_type == TOO_LARGE or file.size > self.most:
            raise ValidationError(f"The file must be smaller than {self.most // 1_000_000} MB")
        if not file.size:
            raise ValidationError("The file is empty")
        return file.read(), file.name or ""
