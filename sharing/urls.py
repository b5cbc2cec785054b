from django.urls import path, register_converter

from school.references import SIGNS
from sharing.views import advising, after, agencies, decision, flow, handing, start


class ReferenceConverter:
    """A reference as it stands in an address. A wrong check sign is looked up and not found, like any other."""

    regex = rf"SD-[{SIGNS}]{{4}}-[{SIGNS}]{{4}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ReferenceConverter, "reference")

urlpatterns = [
    path("start/", start.start, name="start"),
    path("danger/", start.danger, name="danger"),
    path("danger/<uuid:draft_id>/", start.danger, name="danger_of"),
    path("advice/<uuid:public_id>/", advising.answer, name="advice_answer"),
    path("agencies/", agencies.directory, name="agencies"),
    path("agencies/new/", agencies.agency, name="new_agency"),
    path("agencies/<uuid:public_id>/", agencies.agency, name="agency"),
    path("agencies/<uuid:public_id>/new/", agencies.contact, name="new_contact"),
    path("agencies/contact/<uuid:contact_id>/", agencies.contact, name="contact"),
    path("purposes/", agencies.purposes, name="purposes"),
    path("purposes/<uuid:public_id>/", agencies.purpose, name="purpose"),
    path("words/", agencies.glossary, name="glossary"),
    path("draft/<uuid:draft_id>/check/", flow.check, name="check"),
    path("draft/<uuid:draft_id>/close/", start.close, name="close_draft"),
    path("draft/<uuid:draft_id>/agree/", start.close_harm, name="close_harm"),
    path("draft/<uuid:draft_id>/<slug:name>/advice/", advising.ask, name="advice"),
    path("draft/<uuid:draft_id>/<slug:name>/advice-had/", advising.had, name="advice_had"),
    path("draft/<uuid:draft_id>/<slug:name>/", flow.step, name="step"),
    path("<reference:slug>/", decision.decision, name="decision"),
    path("<reference:slug>/recorded/", decision.done, name="done"),
    path("<reference:slug>/correct/", after.correct, name="correct"),
    path("<reference:slug>/add/<slug:what>/", after.add, name="add"),
    path("<reference:slug>/review/", after.review, name="review"),
    path("<reference:slug>/headteacher/", after.head, name="head"),
    path("<reference:slug>/again/", after.again, name="again"),
    path("<reference:slug>/ask/", decision.ask, name="ask"),
    path("<reference:slug>/answer/<uuid:public_id>/", decision.answer, name="answer"),
    path("<reference:slug>/print/", handing.print_record, name="print_record"),
    path("<reference:slug>/file/<uuid:public_id>/", handing.get_file, name="get_file"),
    path("<reference:slug>/passphrases/", handing.passphrases, name="passphrases"),
    path("<reference:slug>/told/<uuid:public_id>/", handing.told_them, name="told_them"),
    path("<reference:slug>/reply/", handing.reply, name="reply"),
]
