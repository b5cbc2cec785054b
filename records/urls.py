from django.urls import path

from records import views

urlpatterns = [path("<uuid:public_id>/", views.record, name="record")]
