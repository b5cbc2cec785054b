from django.urls import path, register_converter
from django.urls.converters import StringConverter

from core import references
from sharing.corrections import views
from sharing.corrections.reference_targets import PREFIX


class CorrectionReference(StringConverter):
    """The reference of a correction."""

    regex = references.in_urls([PREFIX])


register_converter(CorrectionReference, "correction_reference")

app_name = "corrections"
urlpatterns = [
    path("record/<uuid:public_id>/", views.correct, name="correct"),
    path("<correction_reference:slug>/", views.correction, name="correction"),
]
