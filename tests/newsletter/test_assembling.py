"""An issue puts itself together from what happened; again takes in what changed and leaves alone what people did."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from cases.clearance import actions as clearance_actions
from cases.clearance.models import Audience
from kit.errors import RefusedError
from meetings.models import Meeting
from newsletter import actions
from newsletter.editions import edition_of
from newsletter.models import Entry, NewsletterIssue
from sites_app.actions import end_programme
from tests.factories.cases import CommissionerIssueFactory, IssueReplyFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory
from tests.factories.sites import ProgrammeFactory
from tests.newsletter.conftest import FEBRUARY, february
from tests.newsletter.published import learning_object, reply
from tests.ticked import LOOKED


def said(issue) -> list[tuple[str, str, str, str]]:
    return [(entry.kind, entry.headline, entry.words, entry.audience) for entry in issue.entries.all()]


def entry_of(issue, kind, **fields) -> Entry:
    return issue.entries.get(kind=kind, **fields)


def test_an_issue_tells_everything_that_happened_in_the_month(people, issue):
    assert said(issue) == [
        ("head", "February 2026", "One site met this month. One new write-up to read.", "public"),
        ("site_update", "Brackwater", "No news from Brackwater this month.", "programme"),
        ("site_update", "Dunsmere", "Meeting 4 was held on 12 February. Three people came.", "programme"),
        ("learning_object", "Three keys", "Three keys, in short.", "public"),
        ("learning_object", "For members alone", "For members alone, in short.", "programme"),
        (
            "evidence",
            "Opening post together",
            "Tolland, J. and Ames, P. (2011) ‘Opening post together’, A journal, 9, pp. 16–21. Available at: https://doi.org/10.1234/post.",
            "public",
        ),
        (
            "reply",
            "Friday afternoons",
            "We will change this. There is a duty worker on Fridays.",
            "programme",
        ),
        ("diary", "Brackwater, meeting 2", "Thursday 19 March, 2:00pm", "public"),
        ("diary", "Facilitators’ quarterly", "Thursday 19 March, 2:00pm", "programme"),
        ("brief", "Brackwater", "No news from Brackwater this month.", "public"),
        ("brief", "Dunsmere", "Meeting 4 was held on 12 February.", "public"),
    ]


def test_evidence_brings_its_citation_and_nothing_of_the_case(issue):
    entry = entry_of(issue, "evidence")

    assert "CANARY" not in f"{entry.headline}{entry.words}{entry.link}"
    assert entry.link == "https://doi.org/10.1234/post"


def test_assembling_twice_changes_nothing(people, issue):
    before = list(issue.entries.values())

    assembly = actions.compare(people.programme, month=FEBRUARY)

    assert not assembly.changed_anything
    assert list(issue.entries.values()) == before
    assert NewsletterIssue.objects.count() == 1


def test_assembling_again_takes_in_only_what_changed(people, month, issue):
    AttendanceFactory(meeting=month.meeting)
    MeetingFactory(site=people.neighbour, number=1, starts_at=february(17), kind="taster")

    assembly = actions.compare(people.programme, month=FEBRUARY)

    assert assembly.added == []
    assert assembly.changed == [
        "Title: February 2026", "From the sites: Brackwater", "From the sites: Dunsmere", "In brief, for everyone else: Brackwater",
    ]  # fmt: skip
    assert [entry.words for entry in issue.entries.filter(kind="site_update")] == [
        "The taster session was held on 17 February.",
        "Meeting 4 was held on 12 February. Four people came.",
    ]


def test_edited_words_and_audience_survive_assembling(people, month, issue):
    entry = entry_of(issue, "site_update", site=people.site)
    actions.edit_entry(
        entry, headline="Dunsmere", words="A full room.", audience="commissioners", by=people.user("broker")
    )
    AttendanceFactory(meeting=month.meeting)

    actions.assemble(people.programme, month=FEBRUARY)

    entry.refresh_from_db()
    assert (entry.words, entry.audience) == ("A full room.", "commissioners")


def test_what_was_left_out_stays_out(people, issue):
    entry = entry_of(issue, "site_update", site=people.site)
    actions.leave_out(entry, by=people.user("broker"))

    actions.assemble(people.programme, month=FEBRUARY)

    assert entry not in issue.entries.kept()
    actions.take_back_in(entry, by=people.user("broker"))
    assert entry in issue.entries.kept()


def test_an_entry_goes_when_its_source_is_withdrawn(people, month, issue):
    text = month.public.versions.get().cleared_text
    clearance_actions.withdraw(text, because="privacy", by=people.user("team"))

    assembly = actions.compare(people.programme, month=FEBRUARY)

    assert assembly.gone == ["New write-ups: Three keys"]
    assert [entry.headline for entry in issue.entries.filter(kind="learning_object")] == ["For members alone"]


def test_an_edited_entry_whose_source_is_gone_is_marked(people, month, issue):
    entry = entry_of(issue, "diary", headline="Brackwater, meeting 2")
    actions.edit_entry(
        entry, headline="Brackwater meets", words="Thursday.", audience="programme", by=people.user("broker")
    )
    month.next_meeting.delete()

    assembly = actions.compare(people.programme, month=FEBRUARY)

    entry.refresh_from_db()
    assert assembly.marked == ["Dates: Brackwater meets"]
    assert entry.source_gone_at is not None


def test_the_facilitators_words_stand_before_the_facts(people, issue):
    actions.write_site_update(issue, site=people.site, words="There was cake.", by=people.user("facilitator"))

    entry = entry_of(issue, "site_update", site=people.site)
    assert entry.words == "There was cake.\n\nMeeting 4 was held on 12 February. Three people came."
    assert list(issue.sites_without_update()) == [people.neighbour]


def test_facts_keep_following_when_the_facilitator_has_written(people, month, issue):
    actions.write_site_update(issue, site=people.site, words="There was cake.", by=people.user("facilitator"))
    AttendanceFactory(meeting=month.meeting)

    actions.assemble(people.programme, month=FEBRUARY)

    assert entry_of(issue, "site_update", site=people.site).words.endswith(
        "Meeting 4 was held on 12 February. Four people came."
    )


def test_the_public_never_reads_how_many_came(people, issue):
    entry = actions.edit_entry(
        entry_of(issue, "site_update", site=people.site), headline="Dunsmere", audience="public",
        words="Meeting 4 was held on 12 February. Three people came.", by=people.user("broker"),
    )  # fmt: skip

    assert entry.words == "Meeting 4 was held on 12 February."
    assert not entry.is_edited


def test_an_approved_issue_stays_as_it_is(people, month, approved):
    AttendanceFactory(meeting=month.meeting)

    assembly = actions.compare(people.programme, month=FEBRUARY)

    assert not assembly.changed_anything


def test_a_reply_without_a_approved_wording_is_not_told(people, month):
    IssueReplyFactory(issue=CommissionerIssueFactory(case__site=people.site), replied_at=february(20))

    issue = actions.assemble(people.programme, month=FEBRUARY)

    assert [entry.headline for entry in issue.entries.filter(kind="reply")] == ["Friday afternoons"]


def test_a_promise_kept_in_a_later_month_is_told_then(people):
    reply(people, "A duty worker.", on=february(3), kind="will_change", kept_on=date(2026, 3, 2))

    march = actions.assemble(people.programme, month=date(2026, 3, 1))

    assert [entry.words for entry in march.entries.filter(kind="reply")] == [
        "Done on 2 March. We will change this. A duty worker."
    ]


def test_a_line_about_a_reply_leads_to_the_page_that_all_its_readers_may_open(people):
    open_to_all = reply(people, "A duty worker.", on=february(3), kind="cannot", audience=Audience.PUBLIC)
    reply(people, "Another one.", on=february(4), kind="cannot")

    issue = actions.assemble(people.programme, month=FEBRUARY)

    links = [entry.link for entry in issue.entries.filter(kind="reply").order_by("pk")]
    assert links == [open_to_all.issue.get_public_url(), ""]


def test_evidence_is_news_once(people, month, issue):
    attached = month.evidence.attachments.get()
    attached.reported_at = MeetingFactory(
        site=people.site, number=5, starts_at=timezone.make_aware(datetime(2026, 3, 3, 14))
    )
    attached.save()

    march = actions.assemble(people.programme, month=date(2026, 3, 1))

    assert list(march.entries.filter(kind="evidence")) == []


def test_a_new_version_is_news_only_for_new_readers(people):
    january = timezone.make_aware(datetime(2026, 1, 10, 12))
    same = learning_object(people, "Same readers", audience=Audience.PROGRAMME, on=january)
    learning_object(people, "Same readers", audience=Audience.PROGRAMME, on=february(5), of=same)
    wider = learning_object(people, "More readers", audience=Audience.PROGRAMME, on=january)
    learning_object(people, "More readers", audience=Audience.PUBLIC, on=february(5), of=wider)

    issue = actions.assemble(people.programme, month=FEBRUARY)

    assert [entry.headline for entry in issue.entries.filter(kind="learning_object")] == ["More readers"]


def test_a_write_up_that_was_corrected_within_its_month_is_news_in_its_newest_words(people):
    told = learning_object(people, "First words", audience=Audience.PROGRAMME, on=february(3))
    learning_object(people, "Better words", audience=Audience.PROGRAMME, on=february(5), of=told)

    issue = actions.assemble(people.programme, month=FEBRUARY)

    assert [entry.headline for entry in issue.entries.filter(kind="learning_object")] == ["Better words"]


def test_a_month_that_has_not_begun_is_refused(people):
    with pytest.raises(RefusedError, match="has not started"):
        actions.assemble(people.programme, month=date(2026, 4, 1))


def test_last_months_issue_is_made_once_for_every_running_programme(people):
    ProgrammeFactory(ended=True)
    ProgrammeFactory(started_on=date(2026, 3, 1))

    made = actions.assemble_due()

    assert [(issue.programme, issue.month) for issue in made] == [
        (programme, FEBRUARY) for programme in [people.programme, *_others(people)]
    ]
    assert actions.assemble_due() == []


def _others(people):
    """Programmes of the strangers, which run too."""
    from sites_app.models import Programme

    return list(
        Programme.objects.running()
        .filter(started_on__lt=date(2026, 3, 1))
        .exclude(pk=people.programme.pk)
        .order_by("pk")
    )


def test_half_a_year_of_silence_is_followed_by_one_issue(people):
    actions.assemble_due()

    with time_machine.travel(timezone.now() + timedelta(days=180)):
        made = actions.assemble_due()

    assert [issue.month for issue in made if issue.programme == people.programme] == [date(2026, 8, 1)]


def test_nothing_is_made_in_a_programme_that_has_ended(people):
    end_programme(people.programme, on=date(2026, 3, 4), by=people.user("team"))

    assert [issue for issue in actions.assemble_due() if issue.programme == people.programme] == []


def test_the_command_makes_the_issue_and_says_what_changed(people, month, capsys):
    call_command("build_newsletter", programme="common-ground", month="2026-02")
    first = capsys.readouterr().out
    call_command("build_newsletter", programme="common-ground", month="2026-02")

    assert "Common Ground, February 2026: new" in first
    assert "+ New write-ups: Three keys" in first
    assert capsys.readouterr().out == "Common Ground, February 2026: was there\nNothing changed.\n"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"programme": "nowhere", "month": "2026-02"}, "There is no programme nowhere"),
        ({"programme": "common-ground", "month": "Feb"}, "Write the month like this"),
        ({"programme": "common-ground", "month": "2027-02"}, "has not started"),
        ({"month": "2026-02"}, "Say which programme"),
    ],
)
def test_the_command_says_what_is_wrong(people, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("build_newsletter", **options)


# --- Dates


@pytest.mark.parametrize("change", ["cancelled", "moved", "over"])
def test_nobody_is_invited_to_a_date_that_no_longer_holds(people, month, approved, change):
    at = timezone.now() + timedelta(days=20 if change == "over" else 1)
    if change == "cancelled":
        Meeting.objects.filter(pk=month.next_meeting.pk).update(cancelled_at=at, cancelled_because="Snow")
    if change == "moved":
        Meeting.objects.filter(pk=month.next_meeting.pk).update(starts_at=at + timedelta(days=9))

    with time_machine.travel(at):
        sent = actions.send(approved, by=people.user("team"))

    assert "Brackwater, meeting 2" not in [str(entry) for entry in sent.entries.kept()]


def test_a_letter_that_goes_out_after_a_cancellation_does_not_invite(people, month, sent):
    def told() -> str:
        return str(edition_of(sent, edition="members", is_letter=True).sections)

    assert "Brackwater, meeting 2" in told()
    Meeting.objects.filter(pk=month.next_meeting.pk).update(
        cancelled_at=timezone.now(), cancelled_because="Snow"
    )
    assert "Brackwater, meeting 2" not in told()


def test_a_late_issue_is_dated_anew_by_one_press(people, month, issue, signed_in):
    later = MeetingFactory(
        site=people.site, number=7, starts_at=timezone.make_aware(datetime(2026, 5, 14, 14))
    )
    page = f"/newsletter/{people.programme.slug}/2026-02"
    with time_machine.travel(datetime(2026, 3, 28, 12, tzinfo=timezone.get_current_timezone())):
        client = signed_in("broker")
        assert "This newsletter is late" in client.get(f"{page}/edit/").content.decode()
        client.post(f"{page}/date-anew/")
        assert "This newsletter is late" not in client.get(f"{page}/edit/").content.decode()

    dates = issue.entries.kept().filter(kind="diary")
    assert [entry.source for entry in dates] == [f"meetings.meeting:{later.pk}"]


def test_an_entry_of_the_editors_own_stays_and_is_checked_by_somebody_else(people, issue, signed_in):
    signed_in("broker").post(
        f"/newsletter/{people.programme.slug}/2026-02/add/",
        {"headline": "New rooms", "words": "We moved.", "audience": "programme"} | LOOKED,
    )
    actions.assemble(people.programme, month=FEBRUARY)
    actions.send_newsletter_for_checking(issue, by=people.user("broker"))

    own = issue.entries.get(kind="own")
    assert own.words == "We moved."
    assert list(own.cleared_text.authors.all()) == [people.users["broker"]]
