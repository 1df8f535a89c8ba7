"""Every entry is checked before anybody reads it; the programme team publishes them all at once."""

import pytest

from cases.clearance import actions as clearance_actions
from cases.clearance import decision
from cases.clearance.models import ClearedText
from kit.errors import RefusedError
from knowledge.models import Evidence
from newsletter import actions
from newsletter.models import Entry
from newsletter.readiness import readings_of
from tests.factories.cases import CaseFactory
from tests.newsletter.checking import check, check_and_approve, send_and_check


def lacking(issue, **counting) -> dict[str, list[str]]:
    return {
        reading.entry.headline: reading.lacking(**counting)
        for reading in readings_of(issue)
        if reading.lacking(**counting)
    }


def widen(issue, kind, people, audience="public") -> Entry:
    entry = issue.entries.filter(kind=kind).last()
    return actions.edit_entry(
        entry, headline=entry.headline, words=entry.words, audience=audience, by=people.user("broker")
    )


def test_every_entry_is_checked_once_the_issue_is_sent_for_checking(people, issue):
    send_and_check(issue, by=people.user("broker"))

    entries = issue.entries.select_related("cleared_text")
    texts = {entry.headline: entry.cleared_text for entry in entries}
    assert [entry.cleared_text.kind for entry in entries] == [
        *["newsletter_entry"] * 3,
        "learning_object",
        "learning_object",
        *["newsletter_entry"] * 6,
    ]
    assert texts["Dunsmere"].site == people.site
    assert texts["Friday afternoons"].case is not None


def without_a_link(issue):
    """The citation of a publication that nobody can look up."""
    Evidence.objects.update(doi="", link="")
    return actions.assemble(issue.programme, month=issue.month)


def test_what_copsite_put_together_has_no_author_and_the_broker_counts_as_a_reader(people, issue):
    without_a_link(issue)
    send_and_check(issue, by=people.user("broker"))

    text = issue.entries.get(kind="evidence").cleared_text
    assert list(text.authors.all()) == []
    assert [clearance.by for clearance in text.clearances.all()] == [people.users["broker"]]
    assert lacking(issue) == {
        "February 2026": ["Needs one more reader."],
        "Opening post together": ["Needs one more reader."],
    }


def test_an_approved_issue_is_published_whole(people, approved):
    published = approved.entries.published()

    assert published.count() == approved.entries.count() == 11
    assert approved.approved_by == people.users["team"]


def test_whoever_edited_an_entry_does_not_count_as_its_reader(people, issue):
    entry = issue.entries.get(kind="evidence")
    actions.edit_entry(
        entry,
        headline="Open it together",
        words="Two studies say yes.",
        audience="public",
        by=people.user("broker"),
    )
    send_and_check(issue, by=people.user("broker"))

    with pytest.raises(RefusedError, match=r"“Open it together”\. Needs one more reader"):
        check_and_approve(issue, by=people.user("team"))

    issue.refresh_from_db()
    assert issue.approved_at is None
    assert ClearedText.objects.published().filter(kind="newsletter_entry").count() == 0


def test_an_entry_that_lacks_a_reader_goes_out_to_members_alone(people, issue):
    entry = issue.entries.get(kind="evidence")
    actions.edit_entry(
        entry,
        headline="Open it together",
        words="Two studies say yes.",
        audience="public",
        by=people.user("broker"),
    )
    send_and_check(issue, by=people.user("broker"))

    actions.narrow(entry, by=people.user("team"))
    check_and_approve(issue, by=people.user("team"))

    entry.refresh_from_db()
    assert entry.cleared_text.audience == "programme"
    assert list(entry.cleared_text.authors.all()) == [people.users["broker"]]


def test_a_second_reader_makes_the_brokers_own_words_public(people, issue):
    entry = issue.entries.get(kind="head")
    actions.edit_issue(issue, title="Who rings whom", standfirst="One site met.", by=people.user("broker"))
    send_and_check(issue, by=people.user("broker"))

    check(issue, by=people.user("broker2"))
    check_and_approve(issue, by=people.user("team"))

    entry.refresh_from_db()
    assert entry.cleared_text.title == "Who rings whom"
    assert entry.cleared_text.audience == "public"


def test_words_of_a_site_go_to_everyone_only_with_a_reader_from_there(people, issue):
    actions.write_site_update(issue, site=people.site, words="There was cake.", by=people.user("writer"))
    entry = widen(issue, Entry.Kind.SITE_UPDATE, people)
    send_and_check(issue, by=people.user("broker"))
    team = people.user("team")

    assert lacking(issue, counting=team) == {
        "Dunsmere": ["Needs a reader from Dunsmere: they know what people there would recognise."]
    }
    entry.refresh_from_db()
    clearance_actions.approve(
        entry.cleared_text, sha256=entry.cleared_text.sha256, by=people.user("facilitator")
    )
    assert lacking(issue, counting=team) == {}
    assert check_and_approve(issue, by=team).approved_at


def test_the_facilitator_who_wrote_is_an_author(people, issue):
    actions.write_site_update(issue, site=people.site, words="There was cake.", by=people.user("facilitator"))
    send_and_check(issue, by=people.user("broker"))

    text = issue.entries.get(kind="site_update", site=people.site).cleared_text
    assert list(text.authors.all()) == [people.users["facilitator"]]
    assert not decision.may_approve(text.read_facts(), people.user("facilitator").pk)


def test_the_commissioner_who_replied_is_an_author(people, issue):
    send_and_check(issue, by=people.user("broker"))

    text = issue.entries.get(kind="reply").cleared_text
    assert people.users["commissioner"] in text.authors.all()


def test_a_presenter_who_withdraws_their_agreement_stops_a_reply(people, issue, month):
    send_and_check(issue, by=people.user("broker"))
    case = month.reply.issue.case
    member = case.presenters.get()
    clearance_actions.withdraw_agreement(
        case, member=member, audience="programme", by=people.user("facilitator")
    )

    assert "Friday afternoons" in lacking(issue)


def test_an_entry_edited_later_is_sent_for_checking_anew(people, issue):
    send_and_check(issue, by=people.user("broker"))
    entry = issue.entries.get(kind="evidence")
    first = entry.cleared_text

    entry = actions.edit_entry(
        entry, headline="Open it together", words="Yes.", audience="programme", by=people.user("broker")
    )

    assert entry.cleared_text.replaces == first
    assert not ClearedText.objects.being_checked().filter(pk=first.pk).exists()


def test_an_entry_left_out_is_no_longer_checked(people, issue):
    send_and_check(issue, by=people.user("broker"))
    entry = issue.entries.get(kind="evidence")

    actions.leave_out(entry, by=people.user("team"))

    assert not ClearedText.objects.being_checked().filter(pk=entry.cleared_text_id).exists()
    assert check_and_approve(issue, by=people.user("team")).approved_at
    assert "evidence" not in set(issue.entries.published().values_list("kind", flat=True))


def test_a_write_up_left_out_stays_published(people, issue, month):
    send_and_check(issue, by=people.user("broker"))

    actions.leave_out(issue.entries.get(headline="Three keys"), by=people.user("team"))

    assert month.public.versions.get().cleared_text.is_published


def test_an_entry_sent_back_waits_for_other_words(people, issue):
    send_and_check(issue, by=people.user("broker"))
    entry = issue.entries.get(kind="evidence")
    clearance_actions.send_back(entry.cleared_text, reason="Which post?", by=people.user("team"))
    send_and_check(issue, by=people.user("broker"))

    assert lacking(issue)["Opening post together"] == [
        f"{people.users['team'].name} sent it back: Which post?"
    ]
    actions.edit_entry(
        entry,
        headline="Opening letters",
        words="Two studies.",
        audience="programme",
        by=people.user("broker"),
    )
    assert check_and_approve(issue, by=people.user("team")).approved_at


def test_a_write_up_withdrawn_before_sending_stops_the_approval(people, issue, month):
    send_and_check(issue, by=people.user("broker"))
    text = month.public.versions.get().cleared_text
    clearance_actions.withdraw(text, because="privacy", by=people.user("team"))

    with pytest.raises(RefusedError, match=r"was withdrawn\. Remove this entry"):
        check_and_approve(issue, by=people.user("team"))


def test_an_entry_goes_no_further_than_the_write_up_it_tells_of(people, issue):
    entry = issue.entries.get(headline="For members alone")

    with pytest.raises(RefusedError, match="cannot have a wider audience"):
        actions.edit_entry(entry, headline="For all", words="", audience="public", by=people.user("broker"))


def test_what_changed_while_somebody_read_is_not_approved(people, issue):
    send_and_check(issue, by=people.user("broker"))
    seen = {reading.entry.pk: reading.text.sha256 for reading in readings_of(issue)}
    entry = issue.entries.get(kind="evidence")
    actions.edit_entry(entry, headline="Changed", words="", audience="public", by=people.user("broker"))

    with pytest.raises(RefusedError, match="changed while you were reading"):
        check_and_approve(issue, by=people.user("team"), seen=seen)


def test_an_issue_that_changed_while_the_broker_read_is_not_sent_for_checking(people, issue):
    seen = {entry.pk: entry.fingerprint for entry in issue.entries.all()}
    actions.leave_out(issue.entries.get(kind="evidence"), by=people.user("team"))

    with pytest.raises(RefusedError, match="changed while you were reading"):
        send_and_check(issue, by=people.user("broker"), seen=seen)


def test_sending_for_checking_again_changes_nothing(people, issue):
    send_and_check(issue, by=people.user("broker"))
    before = ClearedText.objects.count()

    send_and_check(issue, by=people.user("broker"))

    assert ClearedText.objects.count() == before


def test_approving_again_changes_nothing(people, approved):
    again = actions.approve(approved, by=people.user("team2"))

    assert again.approved_by == people.users["team"]


def test_an_approved_issue_is_edited_no_more(people, approved):
    entry = approved.entries.get(kind="evidence")

    for verb in (
        lambda: actions.leave_out(entry, by=people.user("team")),
        lambda: actions.narrow(entry, by=people.user("team")),
        lambda: actions.move(entry, above=entry.pk, by=people.user("broker")),
        lambda: actions.write_site_update(
            approved, site=people.site, words="Late.", by=people.user("facilitator")
        ),
        lambda: actions.send_newsletter_for_checking(approved, by=people.user("broker")),
    ):
        with pytest.raises(RefusedError, match="approved"):
            verb()


def test_an_empty_issue_is_not_sent_for_checking(people):
    issue = actions.assemble(people.programme, month=issue_month())

    with pytest.raises(RefusedError, match="This newsletter has no entries"):
        send_and_check(issue, by=people.user("broker"))


def issue_month():
    from datetime import date

    return date(2025, 11, 1)


def test_entries_move_among_those_of_their_kind(people, issue):
    first, second = issue.entries.get(headline="Three keys"), issue.entries.get(headline="For members alone")

    actions.move(second, above=first.pk, by=people.user("broker"))
    actions.move(second, above=first.pk, by=people.user("broker"))

    titles = [entry.headline for entry in issue.entries.filter(kind="learning_object")]
    assert titles == ["For members alone", "Three keys"]


def test_nothing_that_somebody_typed_is_approved_by_the_press_that_sends_the_issue(people, issue):
    actions.write_site_update(issue, site=people.site, words="There was cake.", by=people.user("writer"))
    actions.edit_issue(issue, title="Who rings whom", standfirst="", by=people.user("writer"))

    actions.send_newsletter_for_checking(issue, by=people.user("broker"))

    assert {str(entry) for entry in approved_by(issue, people.users["broker"])} == {
        "Brackwater", "Brackwater, meeting 2", "Dunsmere"
    }  # fmt: skip


def test_the_press_that_approves_the_issue_approves_what_was_ticked_and_nothing_else(people, issue):
    actions.write_site_update(issue, site=people.site, words="There was cake.", by=people.user("writer"))
    actions.send_newsletter_for_checking(issue, by=people.user("broker"))
    ours = issue.entries.get(kind="site_update", site=people.site)

    actions.approve_entries(issue, by=people.user("team"), checked=[ours.pk])
    with pytest.raises(RefusedError, match="Tick that you have checked it"):
        actions.approve(issue, by=people.user("team"))

    assert ours in approved_by(issue, people.users["team"])
    assert not ClearedText.objects.published().filter(kind="newsletter_entry").exists()


def test_whoever_copied_a_citation_is_never_the_only_one_who_checks_it(people, month, issue):
    broker = people.users["broker"]
    Evidence.objects.update(added_by=broker)
    without_a_link(issue)
    entry = issue.entries.get(kind="evidence")
    send_and_check(issue, by=people.user("broker"))

    assert entry in approved_by(issue, broker)
    assert lacking(issue)[entry.headline] == ["Needs one more reader."]

    actions.narrow(entry, by=people.user("team"))
    check(issue, by=people.user("broker"))

    assert entry not in approved_by(issue, broker)
    assert lacking(issue)[entry.headline] == ["Needs one more reader."]


def test_news_about_a_case_waits_for_its_presenters(people, issue):
    case = CaseFactory(site=people.site)
    presenter = case.presenter_rows.get().member
    actions.write_site_update(
        issue, site=people.site, words="She has a key.", case=case, by=people.user("writer")
    )
    send_and_check(issue, by=people.user("broker"))

    assert lacking(issue, counting=people.user("team")) == {
        "Dunsmere": [f"{presenter.name} has not agreed yet."]
    }

    text = ClearedText.objects.get(case=case)
    clearance_actions.agree(
        case, member=presenter, audience="programme", by=people.user("facilitator"), text=text
    )
    assert lacking(issue, counting=people.user("team")) == {}


def test_news_that_turns_out_to_be_about_a_case_is_checked_anew(people, issue):
    facilitator, case = people.user("facilitator"), CaseFactory(site=people.site)
    actions.write_site_update(issue, site=people.site, words="She has a key.", by=facilitator)
    send_and_check(issue, by=people.user("broker"))

    actions.write_site_update(issue, site=people.site, words="She has a key.", case=case, by=facilitator)
    actions.send_newsletter_for_checking(issue, by=people.user("broker"))

    text = issue.entries.get(kind="site_update", site=people.site).cleared_text
    assert text.case == case
    assert not text.clearances.exists()


def test_a_case_of_another_site_is_no_news_of_this_one(people, issue):
    with pytest.raises(RefusedError, match="another site"):
        actions.write_site_update(
            issue,
            site=people.site,
            words="She has a key.",
            case=CaseFactory(site=people.neighbour),
            by=people.user("facilitator"),
        )


def approved_by(issue, user) -> set[Entry]:
    return set(issue.entries.filter(cleared_text__clearances__by=user))
