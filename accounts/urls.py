"""Signing in and out, the second factor, the undertaking, people and roles.

allauth's pages one by one: what is not named here (sign-up, changing one's own address, removing a second
factor) does not exist.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path

from accounts import views

urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("signed-out/", views.signed_out, name="signed_out"),
    path("closed/", account.account_inactive, name="account_inactive"),
    path("sign-up/", views.not_offered, name="account_signup"),
    path("again/", views.not_offered, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/forgotten/", account.password_reset, name="account_reset_password"),
    path("password/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/set/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("factor/", mfa.index, name="mfa_index"),
    path("factor/code/", mfa.authenticate, name="mfa_authenticate"),
    path("factor/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("factor/app/", views.set_up_app, name="mfa_activate_totp"),
    path("factor/recovery/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("factor/recovery/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("factor/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("factor/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("factor/passkeys/again/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("factor/passkeys/sign-in/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("undertaking/", views.undertaking, name="undertaking"),
    path("people/", views.people_and_roles, name="people"),
    path("people/<uuid:public_id>/", views.person, name="person"),
    path("away/", views.away, name="away"),
    path("changes/", views.changes, name="changes"),
    path("changes/<uuid:public_id>/", views.answer_change, name="answer_change"),
]
