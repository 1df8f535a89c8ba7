"""Signing in by a passkey for as long as asked, and removing one, which allauth does without asking whether its owner may
do without it.
"""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import views
from django.contrib.auth.decorators import login_required

from kit.errors import RefusedError
from members.signing_in import keep_as_chosen


class PasskeyRemove(views.RemoveWebAuthnView):
    """The page that asks whether to remove a passkey, and removes it."""

    def form_valid(self, form):
        """Remove the passkey. Refuse the last second step of somebody whose role needs one."""
        if not get_adapter().can_delete_authenticator(self.get_object()):
            raise RefusedError(get_adapter().error_messages["cannot_delete_authenticator"])
        return super().form_valid(form)


class PasskeySignIn(views.LoginWebAuthnView):
    """Signing in with a passkey, from a script on the sign-in page."""

    def form_valid(self, form):
        """Sign in. The session lasts as chosen on the page."""
        response = super().form_valid(form)
        keep_as_chosen(
            self.request, remember=form.cleaned_data["remember"], shared=form.cleaned_data["shared"]
        )
        return response


sign_in_by_passkey = PasskeySignIn.as_view()
passkey_remove = login_required(PasskeyRemove.as_view())
