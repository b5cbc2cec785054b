"""Addresses of governors' pages: what is read, what is set up, and what everybody may read."""

from django.urls import include, path

from core import reference_urls
from sharing.governors.models import PREFIX
from sharing.governors.views import clerk, minutes, reading, returns

reference_urls.register("meeting", [PREFIX])

of_readers = [
    path("", reading.papers, name="papers"),
    path("left/", reading.paper_left, name="paper_left"),
    path("<meeting:slug>/", reading.papers_of, name="papers_of_meeting"),
    path("<meeting:slug>/interest/", reading.interest, name="declare_interest"),
    path("<meeting:slug>/<uuid:public_id>/notes/", reading.paper_notes, name="paper_notes"),
    path("<meeting:slug>/<uuid:public_id>/file/", reading.paper_download, name="download_paper"),
    path("<meeting:slug>/<uuid:public_id>/<int:number>/", reading.paper, name="paper"),
    path("<meeting:slug>/<uuid:public_id>/<int:number>/picture/", reading.paper_picture, name="paper_picture"),
    path("<meeting:slug>/<uuid:public_id>/<int:number>/text/", reading.paper_text, name="paper_text"),
]
of_keepers = [
    path("", clerk.meeting_list, name="meetings"),
    path("copies/", returns.copies_out, name="copies_out"),
    path("<meeting:slug>/", clerk.meeting, name="meeting"),
    path("<meeting:slug>/item/", clerk.item_new, name="new_item"),
    path("<meeting:slug>/item/<uuid:item_id>/paper/", clerk.paper_new, name="new_paper"),
    path("<meeting:slug>/item/<uuid:item_id>/replace/<uuid:replaces>/", clerk.paper_new, name="replace_paper"),
    path("<meeting:slug>/item/<uuid:item_id>/keep-from/", clerk.keep_out, name="keep_from_item"),
    path("<meeting:slug>/governors/", clerk.named, name="named_governors"),
    path("<meeting:slug>/issue/", clerk.issue, name="issue_papers"),
    path("<meeting:slug>/paper/<uuid:public_id>/copy/", returns.copy_new, name="new_copy"),
    path("<meeting:slug>/copies/<uuid:public_id>/back/", returns.copy_back, name="return_copy"),
    path("<meeting:slug>/destroy/", returns.destroy, name="destroy_papers"),
    path("<meeting:slug>/certificate/", returns.certificate, name="destruction_certificate"),
    path("<meeting:slug>/kept/", returns.masters, name="masters"),
    path("<meeting:slug>/kept/<uuid:public_id>/<int:number>/", returns.master_page, name="master_page"),
    path("<meeting:slug>/minutes/", minutes.draft, name="draft_minutes"),
    path("<meeting:slug>/minutes/check/", minutes.check, name="check_minutes"),
    path("<meeting:slug>/minutes/approve/", minutes.approve, name="approve_minutes"),
]
of_everybody = [
    path("", minutes.public_list, name="public_minutes_list"),
    path("<meeting:slug>/", minutes.public, name="public_minutes"),
    path("<meeting:slug>/pdf/", minutes.public_pdf, name="public_minutes_pdf"),
]
app_name = "governors"
urlpatterns = [
    path("papers/", include(of_readers)),
    path("meetings/", include(of_keepers)),
    path("minutes/", include(of_everybody)),
]
