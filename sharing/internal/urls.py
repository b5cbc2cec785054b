from django.urls import path, register_converter

from core.references import SIGNS
from sharing.internal.views import (
    adults,
    briefings,
    circulations,
    cover,
    emergencies,
    exclusions,
    giving,
    mine,
    notes,
    requests,
    reviews,
    staff_meetings,
)


class Reference:
    """A reference of this app as it is written in a URL. A wrong check sign is looked up and not found."""

    regex = rf"(?:R|E|L|B|SM|DR|EX)-[{SIGNS}]{{4}}-[{SIGNS}]{{4}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Reference, "matter")

of_children = [
    path("<uuid:public_id>/ask/", requests.ask, name="ask_access"),
    path("<uuid:public_id>/emergency/", emergencies.emergency_new, name="emergency_new"),
    path("<uuid:public_id>/keep-out/", exclusions.keep_out, name="keep_out"),
]
of_records = [
    path("<uuid:public_id>/who/", giving.who_record, name="who_record"),
    path("<uuid:public_id>/give/", giving.give, name="give"),
    path("<uuid:public_id>/circulate/", circulations.circulate, name="circulate"),
    path("<uuid:public_id>/briefing/", briefings.brief, name="brief"),
]
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("requests/<matter:slug>/", requests.access_request, name="access_request"),
    path("emergencies/<matter:slug>/", emergencies.emergency_page, name="emergency"),
    path("reports/<matter:slug>/", circulations.circulation, name="circulation"),
    path("briefings/<matter:slug>/", briefings.briefing, name="briefing"),
    path("exclusions/", exclusions.exclusion_list, name="exclusions"),
    path("exclusions/<matter:slug>/", exclusions.exclusion, name="exclusion"),
    path("declaration/", exclusions.declaration, name="declaration"),
    path("declarations/", exclusions.declaration_list, name="declarations"),
    path("declarations/<matter:slug>/", exclusions.declared, name="declared"),
    path("cover/", cover.cover, name="cover"),
    path("standing/", reviews.standing, name="standing"),
    path("standing/<uuid:public_id>/", reviews.look, name="look"),
    path("back/", reviews.back, name="back"),
    path("adults/", adults.adult_list, name="adults"),
    path("adults/new/", adults.adult_new, name="adult_new"),
    path("meetings/", staff_meetings.meeting_list, name="meetings"),
    path("meetings/<matter:slug>/", staff_meetings.meeting, name="meeting"),
    path("meetings/<matter:slug>/item/", staff_meetings.meeting_item, name="meeting_item"),
    path("notes/", notes.notes, name="notes"),
]
