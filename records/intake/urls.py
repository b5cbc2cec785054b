from django.urls import include, path

from records.intake import views

imports = [
    path("", views.imports.upload, name="imports"),
    path("held/", views.held.held_list, name="held_list"),
    path("held/<uuid:public_id>/", views.held.held, name="held_item"),
    path("<uuid:public_id>/", views.imports.run, name="import"),
    path("<uuid:public_id>/columns/", views.imports.columns, name="import_columns"),
    path("<uuid:public_id>/aside/", views.imports.aside, name="set_import_aside"),
    path("<uuid:public_id>/undo/", views.imports.undo, name="undo_import"),
]
concerns = [
    path("", views.concerns.concern_list, name="concerns"),
    path("new/", views.passing_on.new, name="raise_concern"),
    path("passed-on/", views.passing_on.passed_on, name="concern_passed_on"),
    path("<slug:slug>/", views.concerns.concern, name="concern"),
]
app_name = "intake"
urlpatterns = [
    path("imports/", include(imports)),
    path("concerns/", include(concerns)),
]
