from django.urls import path

from oversight.child import views

app_name = "child"
urlpatterns = [
    path("find/", views.find, name="find"),
    path("children/<uuid:public_id>/", views.child, name="child"),
    path("children/<uuid:public_id>/who/", views.who, name="who_can_see"),
    path("children/<uuid:public_id>/key-worker/", views.key_worker, name="key_worker"),
]
