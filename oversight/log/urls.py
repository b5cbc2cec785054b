from django.urls import path

from oversight.log import views

app_name = "log"
urlpatterns = [
    path("", views.the_log, name="log"),
]
