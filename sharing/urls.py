from django.urls import path, register_converter

from school.references import SIGNS
from sharing.views import decision, flow


class ReferenceConverter:
    """A reference as it stands in an address. A wrong check sign is looked up and not found, like any other."""

    regex = rf"SD-[{SIGNS}]{{4}}-[{SIGNS}]{{4}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ReferenceConverter, "reference")

urlpatterns = [
    path("start/", flow.start, name="start"),
    path("draft/<uuid:draft_id>/check/", flow.check, name="check"),
    path("draft/<uuid:draft_id>/<slug:name>/", flow.step, name="step"),
    path("<reference:slug>/", decision.decision, name="decision"),
    path("<reference:slug>/recorded/", decision.done, name="done"),
    path("<reference:slug>/correct/", decision.correct, name="correct"),
    path("<reference:slug>/ask/", decision.ask, name="ask"),
    path("<reference:slug>/answer/<uuid:public_id>/", decision.answer, name="answer"),
    path("<reference:slug>/print/", decision.print_record, name="print_record"),
    path("<reference:slug>/file/", decision.get_file, name="get_file"),
]
