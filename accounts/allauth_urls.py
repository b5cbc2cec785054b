"""Signing in and out, passwords and the second factor, under the names by which allauth finds its pages.

One by one: what is not named here (sign-up, changing your own address, removing a second factor) does not exist.
"""

from allauth.account import views as account
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path

from accounts import factors, views

urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", views.SignOut.as_view(), name="account_logout"),
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
    path("factor/", factors.YourAccount.as_view(), name="mfa_index"),
    path("factor/code/", factors.EnterCode.as_view(), name="mfa_authenticate"),
    path("factor/again/", factors.CodeAgain.as_view(), name="mfa_reauthenticate"),
    path("factor/app/", factors.SetUpApp.as_view(), name="mfa_activate_totp"),
    path("factor/recovery/", factors.KeepCodes.as_view(), name="mfa_view_recovery_codes"),
    path("factor/recovery/new/", factors.NewCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("factor/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("factor/passkeys/add/", factors.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("factor/passkeys/again/", factors.PasskeyAgain.as_view(), name="mfa_reauthenticate_webauthn"),
    path("factor/passkeys/sign-in/", factors.SignInByPasskey.as_view(), name="mfa_login_webauthn"),
]
