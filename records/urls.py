from django.urls import path

from records import views

app_name = "records"
urlpatterns = [
    path("new/<uuid:public_id>/", views.new, name="new_record"),
    path("protect/<uuid:public_id>/", views.protect, name="protect_child"),
    path("twice/<uuid:public_id>/", views.twice, name="entered_twice"),
    path("moves/<uuid:public_id>/undo/", views.undo_move, name="undo_move"),
    path("<uuid:public_id>/", views.record, name="record"),
    path("<uuid:public_id>/move/<uuid:person>/", views.move, name="move_record"),
    path("<uuid:public_id>/files/<uuid:section>/", views.file, name="file"),
    path("<uuid:public_id>/files/<uuid:section>/<int:number>.png", views.file_page, name="file_page"),
]
