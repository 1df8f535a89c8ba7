"""The first action of an installation: adding a programme, its first ground rules, and one person on its team."""

from datetime import date

from django.db import transaction

from members.actions.accounts import give_role, make_account
from members.actions.standards import set_ground_rules
from members.ground_rules import FIRST_GROUND_RULES
from members.models import Role
from sites_app.actions import start_programme
from sites_app.models import Programme


@transaction.atomic
def begin(
    *,
    name: str,
    started_on: date,
    ends_on: date | None,
    team_email: str,
    team_name: str,
    password: str | None,
) -> Role:
    """Start a programme with its first ground rules and one person on its team, and return that Role.

    Repeating changes nothing: existing programme, rules, account and role stay as they are. `password` is
    used for a new account only.
    """
    programme: Programme = start_programme(name=name, started_on=started_on, ends_on=ends_on)
    user = make_account(email=team_email, name=team_name, password=password)
    if not programme.ground_rules.exists():
        set_ground_rules(programme, text=FIRST_GROUND_RULES, by=user)
    return give_role(user, programme=programme, kind=Role.Kind.PROGRAMME_TEAM, by=None)
