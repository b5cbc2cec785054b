from django.urls import path

from core import reference_urls
from sharing.corrections import views
from sharing.corrections.reference_targets import PREFIX

reference_urls.register("correction_reference", [PREFIX])

app_name = "corrections"
urlpatterns = [
    path("record/<uuid:public_id>/", views.correct, name="correct"),
    path("<correction_reference:slug>/", views.correction, name="correction"),
]
