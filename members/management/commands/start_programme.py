"""`manage.py start_programme`: make a programme in an empty database, with somebody who can sign in and do the
rest by form.
"""

import getpass
import sys

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse

from kit.days.reading import NotRead, read_day
from kit.errors import RefusedError
from kit.fold import find_alike
from kit.lines import tidy_address
from kit.words import day
from members.actions.beginning import begin
from members.models import Role, User
from sites_app.models import Programme


class Command(BaseCommand):
    """Starts a programme, with its first ground rules and one person on its team."""

    help = (
        "Start a programme: asks for its name, its dates and the first person of the programme team, or takes them as "
        "options. Repeating it changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--name", help="what the programme is called")
        parser.add_argument("--starts", help="its first day, such as 2012-03-01 or '1 March 2012'")
        parser.add_argument("--ends", help="the day it is planned to end; leave it empty if there is none")
        parser.add_argument("--team-email", help="address of the first person of the programme team")
        parser.add_argument("--team-name", help="their name")
        parser.add_argument("--password", help="their password; without it, it is asked for, or set by mail")

    def handle(self, *args, **options):
        asks = sys.stdin.isatty()
        name = self._word(options["name"], "--name", "What is the programme called?", asks)
        existing = find_alike(Programme.objects.order_by("pk"), name)
        started_on = existing.started_on if existing else None
        if started_on is None:
            started_on = self._day(self._word(options["starts"], "--starts", "When does it start?", asks))
        ends = options["ends"]
        if ends is None and existing is None and asks:
            ends = input("When is it planned to end? (Enter if you don't know) ")
        email = self._word(
            options["team_email"], "--team-email", "E-mail address of the first person of its team?", asks
        )
        email = self._address(email)
        account = User.objects.filter(email=email).first()
        person = (
            account.name if account else self._word(options["team_name"], "--team-name", "Their name?", asks)
        )
        had_role = Role.objects.filter(
            user=account, programme=existing, kind=Role.Kind.PROGRAMME_TEAM, until=None
        ).exists()
        password = None if account else self._password(options["password"], email, person, asks)
        try:
            role = begin(
                name=name,
                started_on=started_on,
                ends_on=self._day(ends) if ends and ends.strip() else None,
                team_email=email,
                team_name=person,
                password=password,
            )
        except RefusedError as refusal:
            raise CommandError(refusal.sentence) from refusal
        self._tell(role, existing=existing, account=account, had_role=had_role, password=password)

    def _word(self, given: str | None, option: str, question: str, asks: bool) -> str:
        """Return what was given as an option, or typed as an answer."""
        if given is None and asks:
            given = input(f"{question} ")
        if given is None:
            raise CommandError(f"{question} Give it as {option}.")
        if not given.strip():
            raise CommandError(f"{option} is empty. {question}")
        if "\0" in given or len(given.strip()) > 120:
            raise CommandError(
                f"{option} is longer than 120 letters, or holds something that is no text. Shorten it."
            )
        return given.strip()

    def _day(self, text: str):
        try:
            return read_day(text)
        except NotRead as refusal:
            what_to_do = refusal.sentence or "Write it like 2012-03-01 or 1 March 2012."
            raise CommandError(f"“{text}” is not a day. {what_to_do}") from refusal

    def _address(self, text: str) -> str:
        text = tidy_address(text)
        try:
            validate_email(text)
        except ValidationError as error:
            raise CommandError(
                f"“{text}” is not an e-mail address. Write one like name@example.org."
            ) from error
        return text

    def _password(self, given: str | None, email: str, name: str, asks: bool) -> str | None:
        """Return a password that is strong enough, or None where nobody can be asked and it is set by mail."""
        password = given
        if password is None and asks:
            password = getpass.getpass(
                "A password for them, 10 characters or more (Enter: set by mail later): "
            )
        if not password:
            return None
        try:
            validate_password(password, User(email=email, name=name))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return password

    def _tell(self, role: Role, *, existing, account, had_role: bool, password: str | None) -> None:
        programme, user = role.programme, role.user
        if existing and had_role:
            print(f"{programme} is there already, and {user} is on its team. Nothing has changed.")
        elif existing:
            print(f"{programme} is there already. {user} is now on its team.")
        else:
            print(f"{programme} starts on {day(programme.started_on)}. {user} is on its team.")
        address = getattr(settings, "SITE_ADDRESS", "")
        print()
        print("What to do next:")
        if account is None and password is None:
            print(f"  1. Set a password for {user.email}: {address}{reverse('account_reset_password')}")
        else:
            print(f"  1. Sign in as {user.email}: {address}{reverse('account_login')}")
        print(
            f"  2. List the roles you want in your groups: {address}{reverse('members:discipline_list', args=[programme.slug])}"
        )
        print(
            f"  3. Add the first site and appoint its facilitator: {address}{reverse('sites:site_add', args=[programme.slug])}"
        )
        print(
            f"  4. Invite knowledge brokers, advisers and commissioners: {address}{reverse('members:role_invite', args=[programme.slug])}"
        )
