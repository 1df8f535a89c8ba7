"""The home page: what this person has to do, or the public front page for a visitor."""

import rules
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kit.visitors import for_visitors
from pages.home import broker, commissioned, commissioner, news, newsletters, sidebar
from pages.home.landing import landing
from pages.home.lead import NoDate, SettingUp, next_meeting, no_date
from pages.home.overview import HomeOverview
from pages.notices import kinds
from pages.notices.items import Notice
from pages.notices.sources.steps import steps_of as steps_awaiting_feedback
from pages.setting_up import steps_of

MOST_ROWS = 25  # of a list; a link leads to the others
# kinds that have a part of the page to themselves
IN_THEIR_OWN_PART = {
    kinds.STEP_TO_REPORT,
    kinds.QUESTION_ASKED,
    kinds.ISSUE_TO_ANSWER,
    kinds.PROMISE_DUE,
    kinds.PROMISE_OVERDUE,
    kinds.LOOKING_PAST,
    kinds.EXCEPTION_PAST,
    kinds.NEWSLETTER_TO_EDIT,
    kinds.EVIDENCE_FOUND,
    kinds.REPLY_GIVEN,
    kinds.WRITE_UP_NEW,  # "New at your sites"
}


@require_safe
@for_visitors
def home(request):
    """Show the home page, or the front page to a visitor."""
    if not request.user.is_authenticated:
        return landing(request)
    return render(request, "pages/home.html", home_context(request.user))


def home_context(user) -> dict:
    """Return the context of the home page of `user`, composed of the parts for each of their roles."""
    overview = HomeOverview(user)
    standing = overview.standing
    steps = steps_awaiting_feedback(overview.readers)
    questions = broker.open_questions(overview) if standing.broker else []
    evidence = broker.evidence_figures(overview) if standing.broker else None
    issues = commissioner.issues_to_answer(overview) if standing.commissioner else []

    lead = next_meeting(overview) or no_date(overview)
    rows = rows_of(overview, lead)
    if lead is None and questions:
        lead, questions = questions[0], questions[1:]
    if lead is None and issues:
        lead, issues = issues[0], issues[1:]
    if lead is None:
        lead = setting_up(overview)
    if lead is None and rows:
        lead, rows = rows[0], rows[1:]
    promises = commissioner.promises(overview) if standing.commissioner else []
    own_steps = [step for step in steps if step.owner_id in standing.member_ids]
    open_promises = [promise for promise in promises if not promise.reply.kept_on]
    return side_context(overview) | {
        "greeting": greeting(timezone.localtime().hour),
        "today": overview.today,
        "overview": overview,
        "lead": lead,
        "lead_template": getattr(lead, "template", "pages/home/_lead_thing.html"),
        "rows": rows[:MOST_ROWS],
        "number_of_rows": len(rows),
        "news": [each for each in others(overview) if each.kind.is_news],
        "own_steps": own_steps,
        "questions": broker.other_questions(questions[:MOST_ROWS], user),
        "number_of_questions": len(questions),
        "issues": commissioner.other_issues(issues),
        "promises": promises,
        "came_of": commissioned.came_of_answers(overview) if standing.commissioner else None,
        "new_things": commissioned.new_at_their_sites(overview) if standing.commissioner else [],
        "is_quiet": not (rows or own_steps or questions or issues or open_promises)
        and (lead is None or getattr(lead, "is_quiet", False)),
        "has_left": not standing.programmes and user.memberships.exists(),
        "evidence_news": news.news_from_brokers(overview)[:2] if not standing.broker else [],
        "replies": news.news_from_commissioners(overview) if overview.own else [],
        "meetings_to_go_to": broker.meetings_to_go_to(overview, evidence) if evidence else [],
        "readings": news.newest_write_ups(user, most=2) if shows_write_ups(standing) else [],
        "letter": newsletters.newsletter_to_edit(overview),
        "evidence": evidence,
    }


def side_context(overview: HomeOverview) -> dict:
    """Return the part of the context that is about sites, dates and ended programmes."""
    return {
        "until": overview.own_meeting,
        "own_sites": sidebar.sites_in_short(overview, overview.facilitated),
        "own_places": sidebar.own_places(overview),
        "commissioned": sidebar.sites_in_short(
            overview, overview.sites_in(overview.standing.commissioner_sites)
        ),
        "overseen": sidebar.sites_in_short(overview, sites_overseen(overview)),
        "counted_at": overview.counted_at,
        "visits_welcome": sidebar.visits_welcome(overview),
        "late": sidebar.late_shown(overview),
        "diary": sidebar.diary(overview),
        "ended": [programme for programme in overview.programmes.values() if not programme.is_running],
    }


def others(overview: HomeOverview) -> list[Notice]:
    """Return the notices that have no part of the page to themselves."""
    return [notice for notice in overview.notices if notice.kind not in IN_THEIR_OWN_PART]


def rows_of(overview: HomeOverview, lead) -> list[Notice]:
    """Return the rows of "Your tasks": those with a last day in the order of these days, then those that others depend on.

    What `lead` asks already is not among them.
    """
    dateless = f"site-{lead.site.pk}" if isinstance(lead, NoDate) else ""
    return [
        notice
        for notice in others(overview)
        if not notice.kind.is_news and (notice.kind, notice.thing) != (kinds.SITE_WITHOUT_DATE, dateless)
    ]


def setting_up(overview: HomeOverview) -> SettingUp | None:
    """Return the first step to do in a programme of theirs that has not met yet, for the programme team."""
    for programme in overview.running.values():
        if not rules.has_perm("sites_app.edit_programme", overview.user, programme):
            continue
        sites = [site for site in overview.sites.values() if site.programme_id == programme.pk]
        if any(overview.progress[site.pk].meetings for site in sites):
            continue
        left = [step for step in steps_of(programme, sites) if not step.is_done]
        if left:
            return SettingUp(programme, left[0], len(left))
    return None


def sites_overseen(overview: HomeOverview):
    """Return the sites that they advise or look after as the programme team."""
    advised = overview.standing.sites_of(overview.standing.adviser)
    return overview.sites_in(advised | overview.standing.team_sites)


def shows_write_ups(standing) -> bool:
    """Return whether the newest write-ups are on their home page: for members, advisers and commissioners."""
    works_here = standing.facilitates or standing.broker or standing.programme_team
    return bool(standing.programmes) and not works_here


def greeting(hour: int) -> str:
    """Return "Good morning" until noon, "Good afternoon" until six, then "Good evening"."""
    return "Good morning" if hour < 12 else "Good afternoon" if hour < 18 else "Good evening"
