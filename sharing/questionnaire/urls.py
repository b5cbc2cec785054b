from django.urls import path

from sharing.questionnaire.views import advice, pages, start

app_name = "questionnaire"
urlpatterns = [
    path("start/", start.start, name="start"),
    path("danger/", start.danger, name="danger"),
    path("danger/<uuid:draft_id>/", start.danger, name="danger_of_draft"),
    path("advice/<uuid:public_id>/", advice.answer, name="give_advice"),
    path("draft/<uuid:draft_id>/check/", pages.check, name="check_answers"),
    path("draft/<uuid:draft_id>/close/", start.close, name="close_draft"),
    path("draft/<uuid:draft_id>/agree/", start.close_harm, name="close_harm"),
    path("draft/<uuid:draft_id>/<slug:name>/advice/", advice.ask, name="ask_advice"),
    path("draft/<uuid:draft_id>/<slug:name>/advice-had/", advice.had, name="advice_had"),
    path("draft/<uuid:draft_id>/<slug:name>/", pages.step, name="step"),
]
