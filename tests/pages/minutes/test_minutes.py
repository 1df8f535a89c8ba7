"""The minutes: made from the log in parts, each case's part only for those who read it; corrected, approved, on paper."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions.minutes import write_case_minutes
from cases.audit_verbs import CaseVerb
from cases.models import CaseMinutes, CaseMinutesCorrection, SteppedOut
from kit.models import AuditEvent, Revision, subject_of
from meetings import actions
from meetings.models import Meeting, MinutesApproval, MinutesSharing
from tests.factories.cases import CaseFactory, DiscussionFactory, NextStepFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory
from tests.factories.members import (
    MemberFactory,
)
from tests.pages.minutes.pages import edit_page, initial
from tests.pages.privacy import asking
from tests.paper import opened, words_in
from tests.reading import one_line, opened_in

pytestmark = pytest.mark.django_db


def stepped_out(case, site):
    member = MemberFactory(site=site, joined_on=date(2012, 3, 1))
    SteppedOut.objects.create(case=case, member=member)
    return member


def test_all_parts_are_saved_at_once(client, meeting, discussion, case):
    response = client.post(
        edit_page(meeting),
        {
            "minutes": "We met.",
            f"part_{case.pk}": "Letters.",
        },
    )

    meeting.refresh_from_db()
    assert response.status_code == 302
    assert (meeting.minutes, CaseMinutes.objects.get().text) == ("We met.", "Letters.")


def test_somebody_who_stepped_out_reads_the_rest_and_never_that_part(
    client, ruth, site, meeting, case, discussion
):
    other = CaseFactory(site=site, title="The bus")
    DiscussionFactory(case=other, meeting=meeting)
    actions.write_minutes(meeting, text="We met", by=ruth)
    write_case_minutes(meeting, case=case, text="CANARY letters", by=ruth)
    write_case_minutes(meeting, case=other, text="The bus comes late", by=ruth)
    actions.approve_minutes(
        meeting, at=MeetingFactory(site=site, number=9, starts_at=timezone.now()), by=ruth
    )
    write_case_minutes(meeting, case=case, text="CANARY letters!", reason="CANARY why", by=ruth)
    client.force_login(stepped_out(case, site).user)

    page = client.get(meeting.get_absolute_url()).content.decode()
    words = words_in(client.get(reverse("minutes_pdf", args=[meeting.pk])))

    for text in (page, words):
        assert "We met" in text
        assert "The bus comes late" in text
        assert "CANARY" not in text
        assert case.reference not in text


def test_a_facilitator_who_stepped_out_neither_sees_nor_changes_that_part(
    client, ruth, site, meeting, case, discussion
):
    write_case_minutes(meeting, case=case, text="CANARY letters", by=None)
    SteppedOut.objects.create(case=case, member=ruth.memberships.get())

    page = client.get(edit_page(meeting))
    client.post(
        edit_page(meeting),
        {"minutes": "We met.", f"part_{case.pk}": "Mine"},
    )
    versions = client.get(reverse("text_versions", args=["minutes", meeting.pk]))

    assert CaseMinutes.objects.get().text == "CANARY letters"
    assert "CANARY" not in page.content.decode() + versions.content.decode()


def test_a_part_made_again_from_the_log_keeps_what_was_typed_in_a_version(
    client, ruth, meeting, discussion, case
):
    part = write_case_minutes(meeting, case=case, text="By hand", by=ruth)
    sent = {"minutes": "Not saved yet", f"part_{case.pk}": "By hand, and more", "again": f"part_{case.pk}"}

    response = client.post(edit_page(meeting), sent | opened_in(client.get(edit_page(meeting))))

    part.refresh_from_db()
    form = response.context["form"]
    kept = Revision.objects.of(part, "text").order_by("version").values_list("text", flat=True)
    assert response.status_code == 200
    assert part.text == "Presented by Tom Hallett.\n\nShe opens no letter."
    assert list(kept) == ["By hand", "By hand, and more", part.text]
    assert form[f"part_{case.pk}"].value() == part.text
    fresh = opened_in(client.get(edit_page(meeting)))["opened"].split()
    assert set(fresh[2:]) == set(opened_in(response)["opened"].split()[2:])
    assert form["minutes"].value() == "Not saved yet"
    assert Meeting.objects.get(pk=meeting.pk).minutes == ""


def test_a_part_that_somebody_else_saved_meanwhile_stays_and_the_others_are_saved(
    client, ruth, meeting, discussion, case
):
    mine = {"minutes": "We met.", f"part_{case.pk}": "Mine", **opened_in(client.get(edit_page(meeting)))}
    write_case_minutes(meeting, case=case, text="Theirs", by=ruth)

    response = client.post(edit_page(meeting), mine)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Theirs" in page
    assert "Mine" in page
    assert CaseMinutes.objects.get().text == "Theirs"
    assert Meeting.objects.get(pk=meeting.pk).minutes == "We met."


def test_approved_minutes_are_corrected_with_a_reason_and_the_page_says_so(
    client, ruth, site, meeting, discussion, case
):
    later = MeetingFactory(site=site, number=4, starts_at=timezone.now() - timedelta(hours=1))
    actions.write_minutes(meeting, text="We met.", by=ruth)
    write_case_minutes(meeting, case=case, text="Letters.", by=ruth)
    actions.approve_minutes(meeting, at=later, by=ruth)
    sent = {
        "minutes": "We met.",
        f"part_{case.pk}": "Post.",
    }

    refused = client.post(edit_page(meeting), sent)
    done = client.post(edit_page(meeting), {**sent, "reason": "It was post"})

    page = client.get(meeting.get_absolute_url()).content.decode()
    assert refused.status_code == 422
    assert "Post." in refused.content.decode()
    assert done.status_code == 302
    assert "at meeting 4" in one_line(page)
    assert "Corrected after approval" in page
    assert f'in the part about <span class="ref">{case.reference}</span>: It was post' in one_line(page)


def test_approved_minutes_grow_by_nothing_that_nobody_typed(client, ruth, site, meeting, discussion, case):
    later = MeetingFactory(site=site, number=4, starts_at=timezone.now() - timedelta(hours=1))
    actions.write_minutes(meeting, text="We met.", by=ruth)
    actions.approve_minutes(meeting, at=later, by=ruth)

    assert initial(client, meeting, f"part_{case.pk}") == ""


def test_the_next_meeting_and_its_room_ask_to_approve_the_minutes(client, ruth, site, meeting):
    later = MeetingFactory(site=site, number=4, starts_at=timezone.now() - timedelta(hours=1))
    actions.write_minutes(meeting, text="We met.", by=ruth)
    address = reverse("minutes_approve", args=[meeting.pk])
    asks = f"{address}?at={later.pk}"

    pages = [later.get_absolute_url(), reverse("meeting_room", args=[later.pk])]
    before = [asks in client.get(page).content.decode() for page in pages]
    response = client.post(address, {"at": later.pk})
    after = [asks in client.get(page).content.decode() for page in pages]

    assert before == [True, True]
    assert response["Location"] == pages[1]
    assert MinutesApproval.objects.get().at_meeting == later
    assert after == [False, False]


def test_after_closing_the_minutes_are_written_and_then_shared(client, ruth, meeting, tom):
    AttendanceFactory(meeting=meeting, member=tom)
    actions.close(meeting, by=ruth)

    def verb():
        return client.get(meeting.get_absolute_url()).context["verb"]

    verbs = [verb()]
    actions.write_minutes(meeting, text="We met.", by=ruth)
    verbs.append(verb())
    actions.share_minutes(meeting, by=ruth)
    verbs.append(verb())

    assert verbs == ["meetings.write_minutes", "meetings.share_minutes", ""]


def test_html_in_minutes_stays_words_and_loads_nothing(client, ruth, meeting):
    actions.write_minutes(meeting, text='<img src="file:///etc/passwd"> <b>bold</b> & more', by=ruth)

    response = client.get(reverse("minutes_pdf", args=[meeting.pk]))

    assert '<img src="file:///etc/passwd"> <b>bold</b> & more' in words_in(response)
    assert b"/Subtype /Image" not in response.content


def test_the_page_to_share_says_whom_no_mail_reaches(client, ruth, site, meeting, tom):
    actions.write_minutes(meeting, text="We met.", by=ruth)
    MemberFactory(site=site, name="Ken Frost", user=None, email="", joined_on=date(2012, 3, 1))
    address = reverse("minutes_share", args=[meeting.pk])

    page = client.get(address).content.decode()
    client.post(address)

    assert "Ken Frost" in page
    assert MinutesSharing.objects.get().by == ruth


def test_the_paper_carries_the_attendance_list_as_the_reader_may_see_it(client, ruth, site, meeting, tom):
    actions.write_minutes(meeting, text="We met.", by=ruth)
    AttendanceFactory(meeting=meeting, member=tom)
    sorry = MemberFactory(site=site, name="Priya Nair", joined_on=date(2012, 3, 1))
    AttendanceFactory(meeting=meeting, member=sorry, mark="apologies")
    address = reverse("minutes_pdf", args=[meeting.pk])

    for_ruth = client.get(address)
    client.force_login(tom.user)
    for_tom = words_in(client.get(address))

    assert "Priya Nair" in words_in(for_ruth)
    assert "Tom Hallett" in for_tom
    assert "Priya Nair" not in for_tom
    assert for_ruth["Cache-Control"] == "no-store, private"
    assert f"{site.code}-meeting-3-minutes.pdf" in for_ruth["Content-Disposition"]
    with opened(for_ruth) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "en-GB"


def test_there_is_no_paper_before_there_are_minutes(client, ruth, meeting):
    assert client.get(reverse("minutes_pdf", args=[meeting.pk])).status_code == 409


def test_reading_a_cases_part_is_written_down_once_a_day(client, ruth, meeting, discussion, case):
    write_case_minutes(meeting, case=case, text="Letters.", by=ruth)

    for _ in range(2):
        client.get(meeting.get_absolute_url())

    assert AuditEvent.objects.filter(verb=CaseVerb.READ, subject=subject_of(case), by=ruth).count() == 1


def test_a_name_is_struck_out_of_every_part(client, ruth, site, meeting, discussion, case):
    actions.write_minutes(meeting, text="Jane Bloggs came", by=ruth)
    part = write_case_minutes(meeting, case=case, text="About Jane Bloggs", by=ruth)
    after = MeetingFactory(site=site, number=4, starts_at=timezone.now() - timedelta(hours=1))
    actions.approve_minutes(meeting, at=after, by=ruth)
    actions.write_minutes(meeting, text="Jane Bloggs", reason="Not Jane Bloggs", by=ruth)
    write_case_minutes(meeting, case=case, text="About Jane Bloggs ", reason="jane bloggs was there", by=ruth)
    write_case_minutes(meeting, case=case, text="About Jane Bloggs", reason="-", by=ruth)
    CaseMinutesCorrection.objects.filter(reason="-").delete()
    later = write_case_minutes(after, case=case, text="Jane Bloggs again", by=ruth)

    asking.strike(client, reverse("room_strike", args=[meeting.pk]), "Jane Bloggs")

    part.refresh_from_db()
    later.refresh_from_db()
    assert (part.text, later.text) == ("About …", "… again")
    assert meeting.minutes_corrections.get().reason == "Not …"
    assert part.corrections.get().reason == "… was there"
    assert not Revision.objects.filter(text__icontains="bloggs").exists()


def test_a_part_with_a_telephone_number_stays_on_the_page(client, meeting, discussion, case):
    response = client.post(
        edit_page(meeting),
        {
            "minutes": "",
            f"part_{case.pk}": "Ring 07700 900123",
        },
    )

    assert response.status_code == 422
    assert "Ring 07700 900123" in response.content.decode()
    assert not CaseMinutes.objects.exists()


def test_the_edit_page_takes_as_many_queries_for_many_cases_as_for_few(
    client, ruth, site, meeting, django_assert_max_num_queries
):
    def add(number):
        case = CaseFactory(site=site, title=f"Case {number}")
        NextStepFactory(discussion=DiscussionFactory(case=case, meeting=meeting, notes="Noted"))
        return write_case_minutes(meeting, case=case, text="Written", by=ruth)

    add(1)
    client.get(edit_page(meeting))
    for number in range(2, 6):
        add(number)

    with django_assert_max_num_queries(20):
        client.get(edit_page(meeting))
