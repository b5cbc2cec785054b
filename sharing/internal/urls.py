from django.urls import include, path

from core import reference_urls
from sharing.internal import reference_targets
from sharing.internal.views import (
    adults,
    briefings,
    circulations,
    cover,
    emergencies,
    exclusions,
    giving,
    meeting_items,
    mine,
    notes,
    requests,
    reviews,
    staff_meetings,
    who_sees,
)

reference_urls.register("access_reference", reference_targets.TARGETS)

of_children = [
    path("<uuid:public_id>/ask/", requests.ask, name="ask_access"),
    path("<uuid:public_id>/emergency/", emergencies.emergency_new, name="new_emergency"),
    path("<uuid:public_id>/keep-out/", exclusions.keep_out, name="keep_out"),
]
of_records = [
    path("<uuid:public_id>/who/", who_sees.who_record, name="who_can_see"),
    path("<uuid:public_id>/give/", giving.give, name="give_access"),
    path("<uuid:public_id>/circulate/", circulations.circulate, name="circulate"),
    path("<uuid:public_id>/briefing/", briefings.brief, name="write_briefing"),
]
of_access = [
    path("", mine.mine, name="my_access"),
    path("requests/<access_reference:slug>/", requests.access_request, name="access_request"),
    path("given/<access_reference:slug>/", giving.given, name="given_access"),
    path("emergencies/<access_reference:slug>/", emergencies.emergency_page, name="emergency"),
    path("reports/<access_reference:slug>/", circulations.circulation, name="circulation"),
    path("briefings/<access_reference:slug>/", briefings.briefing, name="briefing"),
    path("exclusions/", exclusions.exclusion_list, name="exclusions"),
    path("exclusions/<access_reference:slug>/", exclusions.exclusion, name="exclusion"),
    path("declaration/", exclusions.declaration, name="declare"),
    path("declarations/", exclusions.declaration_list, name="declarations"),
    path("declarations/<access_reference:slug>/", exclusions.declared, name="declaration"),
    path("cover/", cover.cover, name="class_cover"),
    path("standing/", reviews.standing, name="standing_access"),
    path("standing/<uuid:public_id>/", reviews.look, name="review_access"),
    path("back/", reviews.back, name="past_access"),
    path("adults/", adults.adult_list, name="adult_concerns"),
    path("adults/new/", adults.adult_new, name="new_adult_concern"),
    path("meetings/", staff_meetings.meeting_list, name="staff_meetings"),
    path("meetings/<access_reference:slug>/", staff_meetings.meeting, name="staff_meeting"),
    path("meetings/<access_reference:slug>/item/", meeting_items.meeting_item, name="staff_meeting_item"),
    path("notes/", notes.notes, name="my_notes"),
]
app_name = "internal"
urlpatterns = [
    path("children/", include(of_children)),
    path("records/", include(of_records)),
    path("access/", include(of_access)),
]
