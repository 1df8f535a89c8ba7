"""The addresses of signing in, one by one under allauth's names. Others of allauth's, such as signing up, do
not exist here.
"""

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path

from kit.http import form_status
from members.passkeys import passkey_remove, sign_in_by_passkey
from members.signing_out import sign_out

RESET_KEY = r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[\w-]{1,100})/$"

urlpatterns = [
    path("login/", form_status(account.login), name="account_login"),
    path("logout/", sign_out, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", form_status(account.reauthenticate), name="account_reauthenticate"),
    path("password/change/", form_status(account.password_change), name="account_change_password"),
    path("password/set/", form_status(account.password_set), name="account_set_password"),
    path("password/reset/", form_status(account.password_reset), name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(RESET_KEY, form_status(account.password_reset_from_key), name="account_reset_password_from_key"),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("2fa/", second_step.index, name="mfa_index"),
    path("2fa/authenticate/", form_status(second_step.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", form_status(second_step.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", form_status(totp.activate_totp), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", form_status(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "2fa/recovery-codes/generate/",
        form_status(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("2fa/webauthn/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", form_status(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("2fa/webauthn/login/", sign_in_by_passkey, name="mfa_login_webauthn"),
    path(
        "2fa/webauthn/reauthenticate/",
        form_status(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("2fa/webauthn/keys/<int:pk>/edit/", form_status(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/remove/", passkey_remove, name="mfa_remove_webauthn"),
]
