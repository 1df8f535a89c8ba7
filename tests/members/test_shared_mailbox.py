"""Two workers who share a mailbox both get their mail, and see which is whose."""

import pytest
from django.core import mail

from cases.models import BringRequest
from kit.mail import render_message
from members.models import Member
from tests.factories.members import MemberFactory
from tests.factories.sites import SiteFactory

pytestmark = pytest.mark.django_db


def letter_to(member: Member):
    context = {"member": member, "site": member.site, "request": None, "link": "https://example.org/"}
    return render_message("cases/email/bring", context, to=member.email, row=BringRequest(member=member))


def test_a_letter_to_a_shared_mailbox_names_whom_it_is_for():
    site = SiteFactory()
    ann, bo = (
        MemberFactory(site=site, user=None, name=name, email="team@example.org")
        for name in ("Ann Shaw", "Bo Lee")
    )

    letters = [letter_to(each) for each in (ann, bo)]

    assert [each.subject.partition(":")[0] for each in letters] == ["For Ann Shaw", "For Bo Lee"]
    assert [each.to for each in letters] == [["team@example.org"]] * 2
    assert " ".join(letters[0].body.split("-- ")[1].split()).startswith(
        "This e-mail is for Ann Shaw. Others use this address too. You get this e-mail because"
    )


def test_a_letter_to_an_address_of_ones_own_names_nobody_in_its_subject():
    site = SiteFactory()
    ann = MemberFactory(site=site, name="Ann Shaw", email="ann@example.org")
    MemberFactory(user=ann.user, name="Ann Shaw-Bell", email="ann@example.org")  # herself, at another site
    MemberFactory(site=site, name="Shaw, Ann", email="ann@example.org", user=None)  # and written otherwise
    MemberFactory(site=site, name="Bo Lee", email="")

    letter = letter_to(ann)

    assert not letter.subject.startswith("For ")
    assert "This e-mail is for" not in letter.body
    assert mail.outbox == []
