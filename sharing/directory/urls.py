from django.urls import path

from sharing.directory import views

app_name = "directory"
urlpatterns = [
    path("agencies/", views.directory, name="agencies"),
    path("agencies/new/", views.agency, name="new_agency"),
    path("agencies/<uuid:public_id>/", views.agency, name="agency"),
    path("agencies/<uuid:public_id>/new/", views.contact, name="new_contact"),
    path("agencies/contact/<uuid:contact_id>/", views.contact, name="contact"),
    path("purposes/", views.purposes, name="purposes"),
    path("purposes/<uuid:public_id>/", views.purpose, name="purpose"),
    path("words/", views.glossary, name="glossary"),
]
