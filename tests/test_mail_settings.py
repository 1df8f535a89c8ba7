"""Every mail's foot leads without sign-in to its one setting, and whoever chose "Only in Copsite" gets none of it."""

import re

import pytest

from cases.next_steps.models import StepsMail
from kit.mail import render_message
from kit.queues import NotWantedError, kinds_of_mail, written
from meetings.invitations.models import DateInvitation
from meetings.models import Meeting, MinutesMail
from members.models import Member
from pages.notices.mail_settings import TOPIC_OF, WITHOUT, reader_of
from pages.notices.models import TopicChoice
from pages.notices.topics import BY_NUMBER
from tests.factories.invitations import DateInvitationFactory
from tests.factories.members import MemberFactory, UserFactory
from tests.test_every_mail import every_mail, parts, text_of  # noqa: F401

pytestmark = pytest.mark.django_db


LINK = re.compile(r"https?://\S{1,100}(/notices/setting\S{1,200})")


def test_every_kind_of_mail_has_a_topic_or_a_reason_to_have_none():
    assert sorted({**TOPIC_OF, **WITHOUT}) == sorted(kind._meta.label for kind in kinds_of_mail())
    assert not TOPIC_OF.keys() & WITHOUT.keys()
    assert set(TOPIC_OF.values()) <= BY_NUMBER.keys()


def test_a_mail_is_not_written_without_the_row_that_its_setting_is_read_from():
    with pytest.raises(TypeError):
        render_message("cases/email/bring", {}, to="carol@example.org")


def test_the_foot_of_every_mail_to_an_account_leads_to_its_setting_without_signing_in(parts, client):  # noqa: F811
    parts[DateInvitation] = DateInvitationFactory(
        user=UserFactory(), invited_by=parts[DateInvitation].invited_by
    )
    seen = set()
    for name, row, message in every_mail(parts):
        foot = text_of(message).rpartition("\n-- \n")[2]
        if row._meta.label not in TOPIC_OF or reader_of(row) is None:
            continue
        link = LINK.search(foot)
        assert link, name
        if row._meta.label not in seen:
            page = client.get(link[1])
            assert page.status_code == 200, name
            assert BY_NUMBER[TOPIC_OF[row._meta.label]].name in page.content.decode(), name
        seen.add(row._meta.label)

    assert seen == TOPIC_OF.keys()


def test_who_chose_only_in_copsite_gets_no_mail_of_that_topic_and_those_of_others(parts):  # noqa: F811
    member, meeting = parts[Member], parts[Meeting]
    TopicChoice.objects.create(
        user=member.user, topic=TOPIC_OF["next_steps.StepsMail"], how=TopicChoice.How.PAGE
    )

    with pytest.raises(NotWantedError):
        written(StepsMail(pk=7, meeting=meeting, member=member))
    assert written(MinutesMail(pk=7, meeting=meeting, member=member)).to == [member.email]


def test_the_foot_of_every_mail_to_somebody_without_an_account_leads_to_its_setting(parts, client):  # noqa: F811
    parts[Member].user = None
    parts[Member].save()
    seen = set()
    for name, row, message in every_mail(parts):
        if row._meta.label not in TOPIC_OF or reader_of(row) is not None:
            continue
        link = LINK.search(text_of(message).rpartition("\n-- \n")[2])
        assert link, name
        if row._meta.label not in seen:
            page = client.get(link[1])
            assert page.status_code == 200, name
            assert BY_NUMBER[TOPIC_OF[row._meta.label]].name in page.content.decode(), name
        seen.add(row._meta.label)

    assert seen == TOPIC_OF.keys()


def test_who_has_no_account_stops_one_topic_by_the_link_and_has_it_go_again(parts, client):  # noqa: F811
    member, meeting = parts[Member], parts[Meeting]
    member.user = None
    member.save()
    mail = MinutesMail(pk=7, meeting=meeting, member=member)
    link = LINK.search(written(mail).body)[1]

    client.get(link)
    assert written(mail).to == [member.email]
    client.post(link, {"how": "never"})

    with pytest.raises(NotWantedError):
        written(mail)
    assert written(StepsMail(pk=7, meeting=meeting, member=member)).to == [member.email]
    client.post(link, {"how": ""})
    assert written(mail).to == [member.email]


def test_nobody_stops_the_mails_of_others_who_share_their_address(parts):  # noqa: F811
    member, meeting = parts[Member], parts[Meeting]
    member.user = None
    member.save()
    MemberFactory(site=member.site, user=None, email=member.email)

    message = written(MinutesMail(pk=7, meeting=meeting, member=member))

    assert not LINK.search(message.body)
