"""Addresses of lost property."""

from django.urls import path

from tests.example_subject.lost_property import views

app_name = "lost_property"
urlpatterns = [
    path("", views.item_list, name="items"),
    path("hand-in/", views.hand_in, name="hand_in"),
    path("printed/", views.print_list, name="printed"),
    path("<slug:slug>/", views.item, name="item"),
]
