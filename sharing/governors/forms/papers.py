"""The form that adds a paper to an item of a meeting."""

from typing import Any

from django import forms

from core.forms import fields
from core.forms.conditional import PageForm
from sharing.governors.models import Item


class PaperForm(PageForm):
    """A paper for an item. No copy can be taken away of a matter under complete confidentiality."""

    button = "Add the paper"
    title = fields.TextField(what="the paper’s title", max_length=200, label="Title of the paper")
    file = fields.UploadField(what="a PDF", label="The paper, as a PDF", help_text="Up to 300 pages and 20 MB")
    download = forms.BooleanField(label="Readers may take a marked copy away as a file", required=False)

    def __init__(self, item: Item, **kwargs: Any) -> None:
        self.item = item
        super().__init__(**kwargs)

    def build(self) -> None:
        if self.item.complete:
            del self.fields["download"]
