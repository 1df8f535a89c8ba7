"""Nobody is reminded more than twice: each kind of mail comes once for one thing, or a test holds how often it comes again.

The next mail that could come again without limit fails here, until it is once a thing by a constraint, or has its line below.
"""

from pathlib import Path

import pytest
from django.conf import settings

from kit.queues import Queued, kinds_of_mail

OF_TIME = {
    "day",
    "week",
    "month",
    "made_at",
}  # columns of when it is sent: unique by these, a mail comes again
BY_AN_ACT = {  # mails that nothing but an act of somebody makes: time alone sends no second one
    "cases.BringRequest": "The facilitator asks, and a member at most once a month.",
    "clearance.AgreementMail": "Somebody records what a presenter said; what is shown and published is once a text.",
    "invitations.InvitationMail": "A letter for each change of a date; `InvitationChange` has each once.",
    "meetings.CalendarMail": "A letter for each change of a date; `CalendarChange` has each once.",
    "members.AccountMail": "Its reader did something with their account.",
    "members.AddressChange": "Its reader enters a new address.",
    "newsletter.ConfirmationMail": "Its reader subscribes.",
    "newsletter.UnsubscribedMail": "Its reader unsubscribes.",
}
COMES_AGAIN = {  # mails that time alone sends again, and the test that holds that there are two reminders at most
    "next_steps.WeeklyMail": "tests/cases/next_steps/test_overdue.py::test_nobody_is_reminded_of_a_step_more_than_twice_whatever_meets_since",
    "notices.NoticeMail": "tests/pages/notices/test_mailing.py::test_nobody_is_reminded_more_than_twice",
}
REMINDERS = {"meetings.Reminder", "invitations.InvitationReminder"}  # one for each way to be `before` a date


def is_once_a_thing(kind: type[Queued]) -> bool:
    """Return whether the database holds one mail of this kind for one person and thing."""
    unique = [set(each.fields) for each in kind._meta.total_unique_constraints]
    unique += [{each.name} for each in kind._meta.fields if each.unique and not each.primary_key]
    return any(not fields & OF_TIME for fields in unique)


def test_each_mail_is_once_a_thing_or_says_how_often_it_comes():
    others = {kind._meta.label for kind in kinds_of_mail() if not is_once_a_thing(kind)}

    assert others == BY_AN_ACT.keys() | COMES_AGAIN.keys()


def test_a_date_is_reminded_of_twice():
    kinds = [kind for kind in kinds_of_mail() if kind._meta.label in REMINDERS]

    assert [len(kind._meta.get_field("before").choices) for kind in kinds] == [2, 2]


@pytest.mark.parametrize("place", COMES_AGAIN.values())
def test_what_holds_the_limit_is_there(place):
    file, _, name = place.partition("::")

    assert f"def {name}(" in (Path(settings.BASE_DIR) / file).read_text()
