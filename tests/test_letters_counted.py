"""One act, letters counted: for each verb that mails, how many letters each person gets, at a site of ten.

Every template of an e-mail belongs to an act (tests/letters.py), so the next one that mails has to say how many it sends.
"""

from collections import Counter
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.test.signals import template_rendered
from django.utils import timezone

from kit.queues import kinds_of_mail
from tests.factories.members import MemberFactory
from tests.letters import ACTS, settle

pytestmark = pytest.mark.django_db

TEMPLATES = Path(settings.BASE_DIR) / "templates"
COUNTED_ELSEWHERE = {
    "newsletter/email/issue": "tests/newsletter/test_sending.py::test_each_active_subscriber_gets_one_delivery_in_their_edition",
    "notices/email/waiting": "tests/pages/notices/test_mailing.py::test_what_waits_is_told_in_one_summary_at_eight_on_a_working_day",
    "newsletter/email/withdrawn": "tests/newsletter/test_withdrawn.py::test_everybody_who_was_sent_it_is_asked_once_to_delete_it",
}


@pytest.fixture
def ten(people):
    """Ten members of a site with addresses, three of them without an account, and two who get no e-mail."""
    for number in range(4):
        people.add(f"m{number}", MemberFactory(site=people.site, name=f"Member {number}"))
    for number in range(4, 7):
        extra = MemberFactory(
            site=people.site, user=None, name=f"Member {number}", email=f"m{number}@example.org",
            agreed_to_contact_at=timezone.now(),
        )  # fmt: skip
        setattr(people.members, f"m{number}", extra)
    MemberFactory(site=people.site, user=None, name="Without Address")
    MemberFactory(
        site=people.site, user=None, name="Without Consent", email="no@example.org", agreed_to_contact_at=None
    )
    assert people.site.members.can_be_mailed().count() == 10
    return people


@pytest.mark.parametrize("counted", ACTS, ids=lambda counted: counted.name)
def test_one_act_is_so_many_letters_a_person(ten, counted):
    settle()
    happens = counted.do(ten)
    settle()
    mail.outbox.clear()
    used = set()

    def see(template, **_):
        if (name := template.name or "").endswith(".subject.txt"):
            used.add(name.removesuffix(".subject.txt"))

    template_rendered.connect(see)
    try:
        _let(happens)
    finally:
        template_rendered.disconnect(see)

    assert Counter(letter.to[0] for letter in mail.outbox) == _by_address(ten, counted.letters)
    assert used == counted.templates


def _let(happens) -> None:
    """Do the act, or let time pass until a day, and then twice what is done by itself."""
    if callable(happens):
        happens()
        settle()
        settle()
        return
    with time_machine.travel(happens):
        settle()
        settle()


def _by_address(people, letters: dict[str, int]) -> Counter:
    members, found = vars(people.members), Counter()
    for role, n in letters.items():
        if role == "everybody":
            everybody = people.site.members.can_be_mailed().values_list("email", flat=True)
            found += Counter(dict.fromkeys(everybody, n))
        elif role in members:
            found[members[role].email] += n
        else:
            found[people.users[role].email if role in people.users else f"{role}@example.org"] += n
    return found


def templates_on_disk() -> set[str]:
    found = TEMPLATES.glob("**/email/*.subject.txt")
    return {str(path.relative_to(TEMPLATES)).removesuffix(".subject.txt") for path in found}


def test_every_template_of_an_e_mail_belongs_to_an_act():
    counted = {template for act in ACTS for template in act.templates}

    assert counted | set(COUNTED_ELSEWHERE) == templates_on_disk()


def test_what_is_counted_elsewhere_is_counted_there():
    for place in COUNTED_ELSEWHERE.values():
        file, _, name = place.partition("::")
        assert f"def {name}(" in (Path(settings.BASE_DIR) / file).read_text()


def test_the_walk_sees_the_templates():
    assert len(templates_on_disk()) >= len(kinds_of_mail())
