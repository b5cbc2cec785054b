"""Sessions and what they keep, the identity provider, the undertaking, people and roles."""

from django.urls import path

from accounts import provider_settings, provider_views, views

app_name = "accounts"
urlpatterns = [
    path("signed-out/", views.signed_out, name="signed_out"),
    path("state/", views.state, name="session_state"),
    path("sessions/end/", views.end_session, name="end_session"),
    path("kept/", views.keep_text, name="keep_text"),
    path("kept/<uuid:public_id>/", views.kept_text, name="kept_text"),
    path("provider/sign-in/", provider_views.begin, name="provider_begin"),
    path("provider/back/", provider_views.come_back, name="provider_callback"),
    path("provider/disconnect/", provider_views.disconnect, name="provider_disconnect"),
    path("provider/", provider_settings.settings_page, name="provider_settings"),
    path("undertaking/", views.undertaking, name="undertaking"),
    path("people/", views.people_and_roles, name="people"),
    path("people/<uuid:public_id>/", views.person, name="person"),
    path("away/", views.away, name="deputies"),
    path("changes/", views.changes, name="pending_changes"),
    path("changes/<uuid:public_id>/", views.answer_change, name="answer_change"),
]
