from django.urls import path, register_converter

from access.views import (
    asking,
    briefing,
    circulating,
    concerning_adults,
    covering,
    emergencies,
    excluding,
    giving,
    looking,
    meeting,
    mine,
    notes,
)
from school.references import SIGNS


class Reference:
    """A reference of this room as it stands in an address. A wrong check sign is looked up and not found."""

    regex = rf"(?:R|E|L|B|SM|DR|EX)-[{SIGNS}]{{4}}-[{SIGNS}]{{4}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Reference, "matter")

of_children = [
    path("<uuid:public_id>/ask/", asking.ask, name="ask_access"),
    path("<uuid:public_id>/emergency/", emergencies.emergency_new, name="emergency_new"),
    path("<uuid:public_id>/keep-out/", excluding.keep_out, name="keep_out"),
]
of_records = [
    path("<uuid:public_id>/who/", giving.who_record, name="who_record"),
    path("<uuid:public_id>/give/", giving.give, name="give"),
    path("<uuid:public_id>/circulate/", circulating.circulate, name="circulate"),
    path("<uuid:public_id>/briefing/", briefing.brief, name="brief"),
]
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("requests/<matter:slug>/", asking.access_request, name="access_request"),
    path("emergencies/<matter:slug>/", emergencies.emergency_page, name="emergency"),
    path("reports/<matter:slug>/", circulating.circulation, name="circulation"),
    path("briefings/<matter:slug>/", briefing.briefing, name="briefing"),
    path("exclusions/", excluding.exclusion_list, name="exclusions"),
    path("exclusions/<matter:slug>/", excluding.exclusion, name="exclusion"),
    path("declaration/", excluding.declaration, name="declaration"),
    path("declarations/", excluding.declaration_list, name="declarations"),
    path("declarations/<matter:slug>/", excluding.declared, name="declared"),
    path("cover/", covering.cover, name="cover"),
    path("standing/", looking.standing, name="standing"),
    path("standing/<uuid:public_id>/", looking.look, name="look"),
    path("back/", looking.back, name="back"),
    path("adults/", concerning_adults.adult_list, name="adults"),
    path("adults/new/", concerning_adults.adult_new, name="adult_new"),
    path("meetings/", meeting.meeting_list, name="meetings"),
    path("meetings/<matter:slug>/", meeting.meeting, name="meeting"),
    path("meetings/<matter:slug>/item/", meeting.meeting_item, name="meeting_item"),
    path("notes/", notes.notes, name="notes"),
]
