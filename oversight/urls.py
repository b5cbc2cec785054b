from django.urls import path

from oversight import views

urlpatterns = [
    path("", views.home, name="home"),
    path("find/", views.find, name="find"),
    path("children/<uuid:public_id>/", views.child, name="child"),
    path("children/<uuid:public_id>/who/", views.who, name="who"),
    path("log/", views.the_log, name="log"),
]
