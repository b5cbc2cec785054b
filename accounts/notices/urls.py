from django.urls import path

from accounts.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("tasks/", views.tasks, name="tasks"),
    path("unheard/", views.unheard, name="unheard"),
    path("<uuid:public_id>/", views.notice, name="notice"),
    path("<uuid:public_id>/seen/", views.seen, name="mark_seen"),
]
