from django.urls import path, register_converter

from core.references import SIGNS
from sharing.decisions.views import decision, follow_up, releasing
from sharing.directory import views as directory
from sharing.questionnaire.views import advice, pages, start


class ReferenceConverter:
    """A reference as it is written in a URL. A wrong check sign is looked up and not found, like any other."""

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
    path("advice/<uuid:public_id>/", advice.answer, name="advice_answer"),
    path("agencies/", directory.directory, name="agencies"),
    path("agencies/new/", directory.agency, name="new_agency"),
    path("agencies/<uuid:public_id>/", directory.agency, name="agency"),
    path("agencies/<uuid:public_id>/new/", directory.contact, name="new_contact"),
    path("agencies/contact/<uuid:contact_id>/", directory.contact, name="contact"),
    path("purposes/", directory.purposes, name="purposes"),
    path("purposes/<uuid:public_id>/", directory.purpose, name="purpose"),
    path("words/", directory.glossary, name="glossary"),
    path("draft/<uuid:draft_id>/check/", pages.check, name="check"),
    path("draft/<uuid:draft_id>/close/", start.close, name="close_draft"),
    path("draft/<uuid:draft_id>/agree/", start.close_harm, name="close_harm"),
    path("draft/<uuid:draft_id>/<slug:name>/advice/", advice.ask, name="advice"),
    path("draft/<uuid:draft_id>/<slug:name>/advice-had/", advice.had, name="advice_had"),
    path("draft/<uuid:draft_id>/<slug:name>/", pages.step, name="step"),
    path("<reference:slug>/", decision.decision, name="decision"),
    path("<reference:slug>/recorded/", decision.done, name="done"),
    path("<reference:slug>/correct/", follow_up.correct, name="correct"),
    path("<reference:slug>/add/<slug:what>/", follow_up.add, name="add"),
    path("<reference:slug>/review/", follow_up.review, name="review"),
    path("<reference:slug>/headteacher/", follow_up.head, name="head"),
    path("<reference:slug>/again/", follow_up.again, name="again"),
    path("<reference:slug>/ask/", decision.ask, name="ask"),
    path("<reference:slug>/answer/<uuid:public_id>/", decision.answer, name="answer"),
    path("<reference:slug>/print/", releasing.print_record, name="print_record"),
    path("<reference:slug>/file/<uuid:public_id>/", releasing.get_file, name="get_file"),
    path("<reference:slug>/passphrases/", releasing.passphrases, name="passphrases"),
    path("<reference:slug>/told/<uuid:public_id>/", releasing.told_them, name="told_them"),
    path("<reference:slug>/reply/", releasing.reply, name="reply"),
]
