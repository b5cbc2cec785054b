from django.urls import path

from records.intake import views

imports = [
    path("", views.imports.upload, name="imports"),
    path("held/", views.held.held_list, name="held_list"),
    path("held/<uuid:public_id>/", views.held.held, name="held"),
    path("<uuid:public_id>/", views.imports.run, name="import"),
    path("<uuid:public_id>/columns/", views.imports.columns, name="import_columns"),
    path("<uuid:public_id>/aside/", views.imports.aside, name="import_aside"),
    path("<uuid:public_id>/undo/", views.imports.undo, name="import_undo"),
]
concerns = [
    path("", views.concerns.concern_list, name="concerns"),
    path("new/", views.concerns.new, name="raise_concern"),
    path("passed-on/", views.concerns.passed_on, name="concern_passed_on"),
    path("<slug:slug>/", views.concerns.concern, name="concern"),
]
