"""Who may do what with cases, next steps, issues and the gate. The table at the end says it in one place."""

import rules

from cases.models import Audience, ClearedText
from members.standing import Standing
from sites_app import rules as places


def place_of(user) -> Standing:
    """Where the person stands; nowhere, without an account."""
    return user.standing if user.is_authenticated else Standing()


@rules.predicate
def belongs_to_site(user, site):
    """A current member of the site, or its facilitator today."""
    return site is not None and site.pk in place_of(user).member_of | place_of(user).facilitates


@rules.predicate
def is_of_site(user, row):
    """A current member or the facilitator of the row's site."""
    return row is not None and row.site_id in place_of(user).member_of | place_of(user).facilitates


@rules.predicate
def facilitates(user, row):
    """Facilitates the row's site today."""
    return row is not None and row.site_id in place_of(user).facilitates


def _brings(user, case) -> bool:
    own = place_of(user).member_ids
    return any(presenter.member_id in own for presenter in case.presenter_rows.all())


@rules.predicate
def presents_before_the_meeting(user, case):
    """Brings the case, which has not been presented yet."""
    return case is not None and _brings(user, case) and not case.is_presented


@rules.predicate
def presents_in_the_room(user, discussion):
    """Brings the case, from the meeting's day until the facilitator closes the meeting."""
    return discussion is not None and discussion.meeting.is_open_today and _brings(user, discussion.case)


@rules.predicate
def presents_at_an_open_meeting(user, case):
    """Brings the case, and a meeting it is on the agenda of has come and is not closed yet."""
    return case is not None and _brings(user, case) and case.is_in_an_open_room


@rules.predicate
def brings_the_case(user, case):
    """Brings the case, presented or not."""
    return case is not None and _brings(user, case)


@rules.predicate
def is_a_member_who_does_not_present(user, case):
    """A current member of the case's site who does not bring it."""
    return case is not None and case.site_id in place_of(user).member_of and not _brings(user, case)


@rules.predicate
def owns_step(user, step):
    """Said they would try it."""
    return step is not None and step.owner_id in place_of(user).member_ids


@rules.predicate
def facilitates_step(user, step):
    """Facilitates the site where the step was agreed."""
    return step is not None and step.discussion.case.site_id in place_of(user).facilitates


@rules.predicate
def owns_step_of_answer(user, feedback):
    """Said they would try the step that this answer is about."""
    return feedback is not None and owns_step(user, feedback.next_step)


@rules.predicate
def facilitates_answer(user, feedback):
    """Facilitates the site where the answer was given."""
    return feedback is not None and facilitates_step(user, feedback.next_step)


@rules.predicate
def reads_site(user, site):
    """Reads the confidential pages of the site."""
    return site is not None and site.pk in place_of(user).reading_sites


@rules.predicate
def facilitates_site(user, site):
    """Facilitates the site today."""
    return site is not None and site.pk in place_of(user).facilitates


@rules.predicate
def is_the_presenter(user, presenter):
    """Is the presenter in person."""
    return presenter is not None and presenter.member_id in place_of(user).member_ids


@rules.predicate
def speaks_for_presenter(user, presenter):
    """Facilitates the site of a presenter who has no account, or has left, and told the facilitator their answer."""
    if presenter is None or presenter.case.site_id not in place_of(user).facilitates:
        return False
    return presenter.member.user_id is None or presenter.member.left_on is not None


@rules.predicate
def is_on_the_team(user, row):
    """On the programme team of the row's programme."""
    return row is not None and programme_of(row) in place_of(user).programme_team


@rules.predicate
def is_broker(user, row):
    """A knowledge broker of the row's programme."""
    return row is not None and programme_of(row) in place_of(user).broker


@rules.predicate
def commissions_issue(user, issue):
    """A commissioner of a site that raised the issue, itself or counted under it."""
    if issue is None:
        return False
    sites = place_of(user).commissioner_sites
    return issue.site_id in sites or issue.merged_issues.filter(site__in=sites).exists()


@rules.predicate
def commissions_issue_of_reply(user, reply):
    """A commissioner of a site that raised the issue of this reply."""
    return reply is not None and commissions_issue(user, reply.issue)


@rules.predicate
def is_about_a_question(user, text):
    """The text is a question in general words."""
    return text is not None and text.kind == ClearedText.Kind.QUESTION


@rules.predicate
def reads_some_site(user):
    """Reads the confidential pages of some site."""
    return bool(place_of(user).reading_sites)


@rules.predicate
def has_published_for_everyone(user, programme):
    """The programme has published something for everyone, so that it is no secret."""
    texts = ClearedText.objects.published().filter(audience=Audience.PUBLIC, programme=programme)
    return programme is not None and texts.exists()


@rules.predicate
def has_a_place(user):
    """Holds any place in any programme."""
    return bool(place_of(user).programmes)


def programme_of(row) -> int:
    """The programme a row belongs to, by itself or by its site."""
    return row.programme_id if hasattr(row, "programme_id") else row.site.programme_id


# Who may do what
rules.add_perm("cases.list_cases", reads_some_site)
rules.add_perm("cases.list_gate", reads_some_site)
rules.add_perm("cases.offer_case", belongs_to_site)  # asked of a site
rules.add_perm("cases.edit_case", facilitates | presents_before_the_meeting | presents_at_an_open_meeting)
rules.add_perm(
    "cases.write_in_the_room", presents_in_the_room
)  # asked of a discussion; facilitators open the room
rules.add_perm("cases.discuss_case", facilitates)  # put on an agenda, take off again
rules.add_perm("cases.write_notes", facilitates)  # asked of a case
rules.add_perm("cases.step_out_of_case", is_a_member_who_does_not_present)
rules.add_perm("cases.say_who_works_with", facilitates | brings_the_case)  # roles of everybody
rules.add_perm("cases.say_own_service", is_of_site)
rules.add_perm("cases.see_what_helped_before", facilitates | brings_the_case)  # beside the case they write
rules.add_perm("cases.add_next_step", facilitates)  # asked of a case
rules.add_perm("cases.give_feedback", owns_step | facilitates_step)  # asked of a next step
rules.add_perm("cases.correct_feedback", owns_step_of_answer | facilitates_answer)  # asked of an answer
rules.add_perm("cases.hand_over_step", facilitates_step)
rules.add_perm("cases.list_next_steps", reads_site)  # asked of a site
rules.add_perm("cases.follow_up_steps", facilitates_site)  # answer for others, hand over; asked of a site
rules.add_perm("cases.raise_issue", is_of_site)  # asked of a case
rules.add_perm("cases.put_issue_forward", facilitates)
rules.add_perm("cases.merge_issue", is_on_the_team)
rules.add_perm("cases.reply_to_issue", commissions_issue)
rules.add_perm("cases.keep_promise", commissions_issue_of_reply)  # asked of a reply
rules.add_perm("cases.view_commissioning", has_a_place)
rules.add_perm("cases.see_what_helps_here", places.reads_site)  # the figures of one site
rules.add_perm("cases.see_what_helps", places.is_in_members_audience)  # those of a programme
rules.add_perm(
    "cases.see_what_helps_rolled_up", places.has_place_in_programme | has_published_for_everyone
)  # without small numbers
rules.add_perm("cases.say_yes", is_the_presenter | speaks_for_presenter)  # asked of a presenter
rules.add_perm(
    "cases.clear_text", is_of_site | is_broker | is_on_the_team
)  # never one's own: actions/gate.py
rules.add_perm("cases.send_back_text", is_of_site | is_broker | is_on_the_team)
rules.add_perm("cases.publish_text", facilitates | (is_broker & is_about_a_question))
rules.add_perm("cases.withdraw_text", facilitates | is_on_the_team)
