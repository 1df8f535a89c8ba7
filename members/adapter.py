"""How signing in behaves: accounts are only made from invitations."""

from allauth.account.adapter import DefaultAccountAdapter


class InvitationOnlyAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: a facilitator or the programme team invites."""

    def is_open_for_signup(self, request) -> bool:
        return False
