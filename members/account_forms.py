"""The forms of signing in: allauth's, with our labels and texts. What they check and do is allauth's."""

import logging
import struct
from datetime import timedelta

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as codes
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from cryptography.exceptions import InvalidSignature
from django import forms
from django.contrib.auth.password_validation import validate_password

from kit.forms import Form, LaidOut
from members.actions.account_mails import ask_for_new_password
from members.models import User
from members.models.sessions import SHARED, limits_of
from members.signing_in import keep_as_chosen

log = logging.getLogger(__name__)
NEW_PASSWORD = "At least 12 characters. Three random words make a good password."
SHARED_COMPUTER = "This is a shared computer"
THE_SAME_AGAIN = "The same password again"
NO_PASSKEY = "That passkey does not belong to your account. Try again, or sign in another way."
# The exceptions for a made-up passkey that allauth does not catch.
UNREADABLE = (
    ArithmeticError,
    AttributeError,
    InvalidSignature,
    LookupError,
    TypeError,
    ValueError,
    struct.error,
)


def shared_words() -> str:
    """Return what ticking "This is a shared computer" does, in words."""
    minutes = limits_of({SHARED: True}).idle // timedelta(minutes=1)
    return (
        f"You will be signed out after {minutes} minutes without activity, and when you close the browser. "
        "What you typed is kept for you."
    )


def _say(form, name: str, label: str, help_text: str = "", **attrs) -> None:
    """Give a field its label and help, and take the grey example out of it: it would pass for an answer."""
    field = form.fields[name]
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


class SignInForm(LaidOut, account.LoginForm):
    """Signing in with an e-mail address and a password."""

    button = "Sign in"
    leave = "I forgot my password"

    shared = forms.BooleanField(label=SHARED_COMPUTER, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self, "login", "E-mail address", autocomplete="username")
        _say(self, "password", "Password")
        _say(self, "remember", "Keep me signed in on this computer", "Do not tick this on a shared computer.")
        self.fields["shared"].help_text = shared_words()

    def login(self, request, redirect_url=None):
        """Sign in, or go on to the second step; either way the session lasts as they chose."""
        response = super().login(request, redirect_url)
        keep_as_chosen(request, remember=self.cleaned_data["remember"], shared=self.cleaned_data["shared"])
        return response


class ForgottenPasswordForm(LaidOut, account.ResetPasswordForm):
    """Asking for a link to reset the password."""

    button = "Send me the link"
    leave = "Back to sign in"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self, "email", "E-mail address", "The address you sign in with.", autocomplete="username")

    def clean_email(self) -> str:
        """Return the address as typed. Nobody is looked up: the answer must not take longer for an account."""
        return get_adapter().clean_email(self.cleaned_data["email"])

    def save(self, request, **kwargs) -> str:
        """Leave a row for the worker, whether or not somebody signs in with this address."""
        email = self.cleaned_data["email"]
        ask_for_new_password(email=email)
        return email


class NewPasswordForm(LaidOut, account.ResetPasswordKeyForm):
    """Setting a new password, from the link in a mail."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self, "password1", "New password", NEW_PASSWORD)
        _say(self, "password2", THE_SAME_AGAIN)


class ChangePasswordForm(LaidOut, account.ChangePasswordForm):
    """Changing the password, by somebody who knows the current one."""

    button = "Change my password"
    leave = "Cancel"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self, "oldpassword", "Current password")
        _say(self, "password1", "New password", NEW_PASSWORD)
        _say(self, "password2", THE_SAME_AGAIN)


class FirstPasswordForm(LaidOut, account.SetPasswordForm):
    """Setting a password for an account that has none yet."""

    button = "Save password"
    leave = "Cancel"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self, "password1", "Password", NEW_PASSWORD)
        _say(self, "password2", THE_SAME_AGAIN)


class ConfirmPasswordForm(LaidOut, account.ReauthenticateForm):
    """Entering the password again, before a change to how one signs in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self, "password", "Your password")


class _AsksForCode(LaidOut):
    """A mixin for forms that ask for a code of the app, or a backup code."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(
            self,
            "code",
            "Code",
            "The 6-digit code in your app, or one of your backup codes.",
            **{"inputmode": "numeric", "class": "w-n10"},
        )


class CodeForm(_AsksForCode, codes.AuthenticateForm):
    """The second step of signing in, with a code."""

    def clean_code(self):
        try:
            return super().clean_code()
        except forms.ValidationError:
            log.warning("Wrong code for account %s", self.user.pk)
            raise


class ConfirmCodeForm(_AsksForCode, codes.ReauthenticateForm):
    """Entering a code again, before a change to how one signs in."""


class StartCodesForm(LaidOut, totp.ActivateTOTPForm):
    """The first code, which shows that the app has read the QR code."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self, "code", "The 6-digit code from your app", **{"inputmode": "numeric", "class": "w-n10"})


class CredentialField(forms.JSONField):
    """What a browser sends for a passkey: a small JSON object."""

    widget = forms.HiddenInput
    most = 50_000

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.error_messages["max_length"] = NO_PASSKEY

    def to_python(self, value):
        try:
            credential = super().to_python(value)
        except RecursionError:
            raise forms.ValidationError(NO_PASSKEY) from None
        if credential is not None and not isinstance(credential, dict):
            raise forms.ValidationError(NO_PASSKEY)
        return credential

    def bound_data(self, data, initial):
        return None

    def prepare_value(self, value):
        """Return nothing: a passkey is used once, and never shown again."""
        return ""


class ReadPasskey(Form):
    """A mixin for forms with a passkey: one that cannot be read, or is signed by somebody else, is an error of
    the form.
    """

    credential = CredentialField(error_messages={"required": NO_PASSKEY, "invalid": NO_PASSKEY})

    def clean_credential(self):
        try:
            return super().clean_credential()
        except UNREADABLE:
            log.warning("A passkey that could not be read or belongs to no account")
            raise forms.ValidationError(NO_PASSKEY) from None


class PasskeyForm(ReadPasskey, webauthn.AuthenticateWebAuthnForm):
    """The second step of signing in, with a passkey."""


class SignInByPasskeyForm(ReadPasskey, webauthn.LoginWebAuthnForm):
    """Signing in with a passkey instead of an address and a password. The script fills in what was ticked beside it."""

    remember = forms.BooleanField(required=False)
    shared = forms.BooleanField(required=False)


class ConfirmPasskeyForm(ReadPasskey, webauthn.ReauthenticateWebAuthnForm):
    """Using a passkey again, before a change to how one signs in."""


class AddPasskeyForm(LaidOut, webauthn.AddWebAuthnForm):
    """The name of a new passkey; the browser fills in the rest."""

    name = forms.CharField(required=False, max_length=100)
    credential = CredentialField(
        error_messages={
            "required": "No passkey was created. Select “Add a passkey” and follow the instructions on your device.",
            "invalid": NO_PASSKEY,
        }
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self, "name", "Name of the passkey", "To help you recognise it. For example, my phone.")
        _say(
            self,
            "passwordless",
            "Use it to sign in without my password",
            "Your device then asks for your fingerprint, face or PIN.",
        )
        self.fields["passwordless"].initial = True

    def clean(self):
        try:
            return super().clean()
        except UNREADABLE:
            raise forms.ValidationError(NO_PASSKEY) from None


class RenamePasskeyForm(LaidOut, webauthn.EditWebAuthnForm):
    """A new name for a passkey."""

    button = "Save name"
    leave = "Cancel"

    name = forms.CharField(max_length=100)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self, "name", "Name of the passkey", "For example, my phone.")


class JoinForm(Form):
    """Accepting an invitation with an account. There is nothing to fill in."""

    def __init__(self, *args, invitation, **kwargs):
        super().__init__(*args, **kwargs)
        self.invitation = invitation


class InvitationForm(JoinForm):
    """Accepting an invitation without an account: a name and a password."""

    name = forms.CharField(
        label="Your name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label="Choose a password",
        help_text=NEW_PASSWORD,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=THE_SAME_AGAIN,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    shared = forms.BooleanField(label=SHARED_COMPUTER, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].initial = self.invitation.name
        self.fields["shared"].help_text = shared_words()

    def clean_password(self):
        password = self.cleaned_data["password"]
        validate_password(
            password, User(email=self.invitation.email, name=self.cleaned_data.get("name") or "")
        )
        return password

    def clean(self):
        typed = super().clean()
        again = typed.pop("again", None)
        if again and typed.get("password") and again != typed["password"]:
            self.add_error("again", "The two passwords are not the same. Enter both again.")
        return typed
