"""Addresses of governors' pages: what is read, what is set up, and what everybody may read."""

from django.urls import include, path

from sharing.governors.views import clerk, minutes, reading, returns

of_readers = [
    path("", reading.papers, name="papers"),
    path("left/", reading.paper_left, name="paper_left"),
    path("<slug:slug>/", reading.papers_of, name="papers_of_meeting"),
    path("<slug:slug>/interest/", reading.interest, name="declare_interest"),
    path("<slug:slug>/<uuid:public_id>/notes/", reading.paper_notes, name="paper_notes"),
    path("<slug:slug>/<uuid:public_id>/file/", reading.paper_download, name="download_paper"),
    path("<slug:slug>/<uuid:public_id>/<int:number>/", reading.paper, name="paper"),
    path("<slug:slug>/<uuid:public_id>/<int:number>/picture/", reading.paper_picture, name="paper_picture"),
    path("<slug:slug>/<uuid:public_id>/<int:number>/text/", reading.paper_text, name="paper_text"),
]
of_keepers = [
    path("", clerk.meeting_list, name="meetings"),
    path("copies/", returns.copies_out, name="copies_out"),
    path("<slug:slug>/", clerk.meeting, name="meeting"),
    path("<slug:slug>/item/", clerk.item_new, name="new_item"),
    path("<slug:slug>/item/<int:number>/paper/", clerk.paper_new, name="new_paper"),
    path("<slug:slug>/item/<int:number>/replace/<uuid:replaces>/", clerk.paper_new, name="replace_paper"),
    path("<slug:slug>/item/<int:number>/keep-from/", clerk.keep_out, name="keep_from_item"),
    path("<slug:slug>/governors/", clerk.named, name="named_governors"),
    path("<slug:slug>/issue/", clerk.issue, name="issue_papers"),
    path("<slug:slug>/paper/<uuid:public_id>/copy/", returns.copy_new, name="new_copy"),
    path("<slug:slug>/copies/<uuid:public_id>/back/", returns.copy_back, name="return_copy"),
    path("<slug:slug>/destroy/", returns.destroy, name="destroy_papers"),
    path("<slug:slug>/certificate/", returns.certificate, name="destruction_certificate"),
    path("<slug:slug>/kept/", returns.masters, name="masters"),
    path("<slug:slug>/kept/<uuid:public_id>/<int:number>/", returns.master_page, name="master_page"),
    path("<slug:slug>/minutes/", minutes.draft, name="draft_minutes"),
    path("<slug:slug>/minutes/check/", minutes.check, name="check_minutes"),
    path("<slug:slug>/minutes/approve/", minutes.approve, name="approve_minutes"),
]
of_everybody = [
    path("", minutes.public_list, name="public_minutes_list"),
    path("<slug:slug>/", minutes.public, name="public_minutes"),
    path("<slug:slug>/pdf/", minutes.public_pdf, name="public_minutes_pdf"),
]
app_name = "governors"
urlpatterns = [
    path("papers/", include(of_readers)),
    path("meetings/", include(of_keepers)),
    path("minutes/", include(of_everybody)),
]
