"""How allauth behaves here: accounts are made only from invitations, and errors are in plain words."""

import logging

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.urls import reverse

from kit.audit import record
from kit.encryption import decrypt, encrypt
from kit.lines import tidy_address
from members.actions.account_mails import queue_account_mail
from members.audit_verbs import MemberVerb
from members.models import User
from members.second_step import SECOND_STEPS, is_asked_of
from members.signing_in import BROWSER, browser_of

log = logging.getLogger(__name__)
SECOND_STEP = "the second step of signing in"  # what its secrets are encrypted for


class InvitationOnlyAdapter(DefaultAccountAdapter):
    """An account adapter that lets nobody sign up: a facilitator or the programme team invites."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed. If you think this is wrong, contact the programme team.",
        "email_password_mismatch": "The e-mail address or password is wrong. Check both, or reset your password.",
        "enter_current_password": "This is not your current password. Enter it again.",
        "incorrect_code": "This code is wrong or has expired. Enter the code your app shows now.",
        "incorrect_password": "This is not your password. Enter it again.",
        "invalid_login": "The e-mail address or password is wrong. Check both, or reset your password.",
        "invalid_or_expired_key": "This link has been used or has expired. Ask for a new one.",
        "invalid_password_reset": "This link has been used or has expired. Ask for a new one.",
        "rate_limited": "There were too many attempts. Wait five minutes, then try again.",
        "too_many_login_attempts": (
            "There were too many wrong attempts. Wait five minutes and try again, or reset your password."
        ),
    }

    def is_open_for_signup(self, request) -> bool:
        """Return False: accounts are made from invitations."""
        return False

    def send_mail(self, template_prefix, email, context) -> None:
        """Leave a row for a mail of allauth's: nothing is sent inside a request."""
        queue_account_mail(template_prefix, email=email)

    def login(self, request, user) -> None:
        """Sign `user` in, and note by which browser, for their list of sessions, and in which ways, in the audit log."""
        super().login(request, user)
        request.session[BROWSER] = browser_of(request)
        ways = [
            each["type"] if "type" in each else each["method"]
            for each in get_authentication_records(request, user)
        ]
        record(MemberVerb.SIGN_IN, user, by=user, note=", ".join(ways))

    def authentication_failed(self, request, **credentials) -> None:
        """Log a wrong try: from where and at which account, by its number. What was typed stays out of the log."""
        super().authentication_failed(request, **credentials)
        user = User.objects.filter(email=tidy_address(str(credentials.get("email", "")))).first()
        log.warning(
            "Wrong password for %s from %s", f"account {user.pk}" if user else "no account", get_ip(request)
        )

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        """Return what wrong tries are counted by: the account and the place they come from, so that a stranger who
        guesses locks nobody else out."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)} from {get_ip(request)}"

    def is_safe_url(self, url) -> bool:
        """Return whether `url` leads to a page of this site. One that cannot be read, such as http://[, does not."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False

    def get_password_change_redirect_url(self, request) -> str:
        """Return the address of the person's own page."""
        return reverse("members:my_details")

    def get_reauthentication_methods(self, user) -> list[dict]:
        """Return the ways to confirm who one is, with our descriptions."""
        words = {
            "reauthenticate": "Use your password",
            "mfa_reauthenticate": "Use a code",
            "mfa_reauthenticate:webauthn": "Use your passkey",
        }
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": words[method["id"]]} for method in methods]


class SecondStepAdapter(DefaultMFAAdapter):
    """An adapter for the second step of signing in: passkeys, codes from an app, and backup codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "Your role needs a second step. Add another one before you remove this one.",
        "cannot_generate_recovery_codes": "Backup codes are for people who use an app or a passkey. Set one up first.",
        "incorrect_code": "This code is wrong or has expired. Enter the code your app shows now.",
    }

    def can_delete_authenticator(self, authenticator) -> bool:
        """Return whether a passkey or the app may be removed: not the last one of somebody who has to have one."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=SECOND_STEPS)
        return others.exclude(pk=authenticator.pk).exists() or not is_asked_of(authenticator.user)

    def _get_site_name(self) -> str:
        return "Copsite"

    def encrypt(self, text: str) -> str:
        """Return the secret of an app or of backup codes as it is stored: encrypted with a key from the settings."""
        return encrypt(text, purpose=SECOND_STEP)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret that was stored."""
        return decrypt(encrypted_text, purpose=SECOND_STEP)

    def generate_authenticator_name(self, user, type) -> str:
        """Return a name for a new passkey: My passkey, My passkey 2."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return "My passkey" if number == 1 else f"My passkey {number}"
