from django.urls import path

from oversight.dashboard import views

app_name = "dashboard"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("download/", views.download, name="download_list"),
    path("governors/", views.governors, name="print_figures"),
]
