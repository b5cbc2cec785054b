from django.urls import path

from oversight.settings.views import school, setting_up

app_name = "settings"
urlpatterns = [
    path("", school.settings, name="overview"),
    path("school/", school.school, name="school"),
    path("ready/", setting_up.tasks, name="get_ready"),
    path("staff/", setting_up.staff_import, name="import_staff"),
    path("staff/<uuid:public_id>/", setting_up.read_staff_list, name="staff_list"),
    path("email/", setting_up.email, name="email"),
    path("email/<uuid:public_id>/", setting_up.test_email, name="test_email"),
    path("sessions/", school.session_times, name="sessions"),
    path("terms/", school.terms, name="terms"),
    path("classes/", school.classes, name="classes"),
    path("classes/<uuid:public_id>/", school.school_class, name="school_class"),
    path("class-staff/<uuid:public_id>/end/", school.end_class_staff, name="end_class_staff"),
    path("categories/", school.categories, name="categories"),
    path("categories/<uuid:public_id>/", school.category, name="category"),
]
