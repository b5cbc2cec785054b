"""Addresses of governors' pages: what is read, what is set up, and what everybody may read."""

from django.urls import path

from sharing.governors.views import clerk, minutes, reading, returns

of_readers = [
    path("", reading.papers, name="papers"),
    path("left/", reading.paper_left, name="paper_left"),
    path("<slug:slug>/", reading.papers_of, name="papers_of"),
    path("<slug:slug>/interest/", reading.interest, name="interest"),
    path("<slug:slug>/<uuid:public_id>/notes/", reading.paper_notes, name="paper_notes"),
    path("<slug:slug>/<uuid:public_id>/file/", reading.paper_download, name="paper_download"),
    path("<slug:slug>/<uuid:public_id>/<int:number>/", reading.paper, name="paper"),
    path("<slug:slug>/<uuid:public_id>/<int:number>/picture/", reading.paper_picture, name="paper_picture"),
    path("<slug:slug>/<uuid:public_id>/<int:number>/text/", reading.paper_text, name="paper_text"),
]
of_keepers = [
    path("", clerk.meeting_list, name="governors_meetings"),
    path("copies/", returns.copies_out, name="copies_out"),
    path("<slug:slug>/", clerk.meeting, name="governors_meeting"),
    path("<slug:slug>/item/", clerk.item_new, name="item_new"),
    path("<slug:slug>/item/<int:number>/paper/", clerk.paper_new, name="paper_new"),
    path("<slug:slug>/item/<int:number>/replace/<uuid:replaces>/", clerk.paper_new, name="paper_replace"),
    path("<slug:slug>/item/<int:number>/keep-from/", clerk.keep_out, name="keep_from"),
    path("<slug:slug>/governors/", clerk.named, name="named"),
    path("<slug:slug>/issue/", clerk.issue, name="issue"),
    path("<slug:slug>/paper/<uuid:public_id>/copy/", returns.copy_new, name="copy_new"),
    path("<slug:slug>/copies/<uuid:public_id>/back/", returns.copy_back, name="copy_back"),
    path("<slug:slug>/destroy/", returns.destroy, name="destroy"),
    path("<slug:slug>/certificate/", returns.certificate, name="certificate"),
    path("<slug:slug>/kept/", returns.masters, name="masters"),
    path("<slug:slug>/kept/<uuid:public_id>/<int:number>/", returns.master_page, name="master_page"),
    path("<slug:slug>/minutes/", minutes.draft, name="minutes_draft"),
    path("<slug:slug>/minutes/check/", minutes.check, name="minutes_check"),
    path("<slug:slug>/minutes/approve/", minutes.approve, name="minutes_approve"),
]
of_everybody = [
    path("", minutes.public_list, name="public_list"),
    path("<slug:slug>/", minutes.public, name="public_minutes"),
    path("<slug:slug>/pdf/", minutes.public_pdf, name="public_pdf"),
]
