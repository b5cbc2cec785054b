from django.urls import path

from oversight.child import views as child
from oversight.dashboard import views as dashboard
from oversight.home import views as home
from oversight.log import views as log
from oversight.settings.views import school as settings
from oversight.settings.views import setting_up

urlpatterns = [
    path("", home.home, name="home"),
    path("find/", child.find, name="find"),
    path("children/<uuid:public_id>/", child.child, name="child"),
    path("children/<uuid:public_id>/who/", child.who, name="who"),
    path("log/", log.the_log, name="log"),
    path("children/<uuid:public_id>/key-worker/", child.key_worker, name="key_worker"),
    path("sharing/", dashboard.dashboard, name="dashboard"),
    path("sharing/download/", dashboard.download, name="download"),
    path("sharing/governors/", dashboard.governors, name="governors_print"),
    path("settings/", settings.settings, name="settings"),
    path("settings/school/", settings.school, name="settings_school"),
    path("settings/ready/", setting_up.tasks, name="ready"),
    path("settings/staff/", setting_up.staff_import, name="staff_import"),
    path("settings/staff/<uuid:public_id>/", setting_up.read_staff_list, name="staff_list"),
    path("settings/email/", setting_up.email, name="settings_email"),
    path("settings/email/<uuid:public_id>/", setting_up.test_email, name="test_email"),
    path("settings/sessions/", settings.session_times, name="settings_sessions"),
    path("settings/terms/", settings.terms, name="settings_terms"),
    path("settings/classes/", settings.classes, name="settings_classes"),
    path("settings/classes/<uuid:public_id>/", settings.school_class, name="settings_class"),
    path("settings/class-staff/<uuid:public_id>/end/", settings.end_class_staff, name="end_class_staff"),
    path("settings/categories/", settings.categories, name="settings_categories"),
    path("settings/categories/<uuid:public_id>/", settings.category, name="settings_category"),
]
