"""Removing a passkey, which allauth does without asking whether its owner may do without it."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import views
from django.contrib.auth.decorators import login_required

from kit.errors import RefusedError


class PasskeyRemove(views.RemoveWebAuthnView):
    """The page that asks whether to remove a passkey, and removes it."""

    def form_valid(self, form):
        """Remove the passkey. Refuse the last second step of somebody whose role needs one."""
        if not get_adapter().can_delete_authenticator(self.get_object()):
            raise RefusedError(get_adapter().error_messages["cannot_delete_authenticator"])
        return super().form_valid(form)


passkey_remove = login_required(PasskeyRemove.as_view())
