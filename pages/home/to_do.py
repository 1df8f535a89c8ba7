"""The rows of "Waiting for you": texts to check, feedback due, sites and people to look after."""

from collections import defaultdict
from datetime import date, timedelta

import rules
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from cases.clearance import decision
from cases.clearance.decision import PresenterFacts
from cases.clearance.messages import last_message
from cases.clearance.models import Audience, ClearedText, FoundPassage
from cases.next_steps.models import NextStep
from kit.words import count, counted, day, in_days, listed, lower_first, plural, weekday
from members.models import Invitation, Member
from pages.home.overview import HomeOverview, WaitingItem
from pages.setting_up import why_behind

WORDS_A_MINUTE = 200
FOR = {
    Audience.PROGRAMME: "for other sites",
    Audience.COMMISSIONERS: "for commissioners",
    Audience.PUBLIC: "for everyone",
}
OF_NEWSLETTERS = Q(kind=ClearedText.Kind.NEWSLETTER_ENTRY)
PATIENCE = timedelta(days=5)  # before an invitation that was not accepted is shown


def meetings_to_close(overview: HomeOverview) -> list[WaitingItem]:
    """Return the meetings of the last six months, at sites they facilitate, where no attendance was recorded."""
    found = []
    for site in overview.facilitated:
        for meeting in overview.progress[site.pk].held:
            if (
                meeting.is_closed
                or meeting.day >= overview.today
                or meeting.day < overview.today - timedelta(days=180)
            ):
                continue
            found.append(
                WaitingItem(
                    f"Record attendance at {lower_first(meeting.name)}",
                    reverse("meetings:attendance_record", args=[meeting.pk]),
                    f"{site}, {weekday(meeting.starts_at)}. Then close the meeting.",
                    in_days(meeting.starts_at),
                )
            )
    return found


def texts_being_checked(overview: HomeOverview) -> list[WaitingItem]:
    """Return the texts to approve, agree to and publish, and those that were sent back, in one query."""
    texts = (
        ClearedText.objects.visible_to(overview.user)
        .filter(programme__in=overview.running, publication__isnull=True, replaced_by__isnull=True)
        .filter(~OF_NEWSLETTERS | Q(case__isnull=False, send_back__isnull=True))
        .select_related("sent_for_checking_by", "site", "send_back__by")
        .with_clearance_facts()
        .annotate(**last_message(reader=overview.user))
    )
    rows = [row for text in texts if (row := _row_of(text, overview))]
    return sorted(rows, key=lambda row: row.can_wait)


def _row_of(text: ClearedText, overview: HomeOverview) -> WaitingItem | None:
    """Return what this person has to do with `text` as a row, or None."""
    url = reverse("clearance:text_check", args=[text.pk])
    audience = FOR[Audience(text.audience)]
    asked = f"asked {in_days(text.sent_for_checking_at)}"
    facts = text.facts
    if text.kind == ClearedText.Kind.NEWSLETTER_ENTRY:  # its other steps are on the page of its newsletter
        return _to_answer(text, overview, asked) or _to_show(text, overview, asked)
    if facts.is_sent_back:
        if overview.user.pk not in facts.author_ids:
            return None
        label = f"{text.send_back.by} sent a text back: {text.title}"
        return WaitingItem(label, url, text.send_back.reason, in_days(text.send_back.at))
    if answer := _to_answer(text, overview, asked):
        return answer
    if text.waits_for(overview.user):
        return WaitingItem(f"Check before sharing: {text.title}", url, _who_asks(text), asked)
    if show := _to_show(text, overview, asked):
        return show
    publishes = rules.has_perm("clearance.publish_text", overview.user, text)
    if publishes and not decision.missing(facts):
        return WaitingItem(
            f"Publish: {text.title}",
            url,
            f"It is approved {audience}, and every presenter has agreed.",
            can_wait=True,
        )
    return _message_to_answer(text, overview, url)


def _to_answer(text: ClearedText, overview: HomeOverview, asked: str) -> WaitingItem | None:
    """Return the row that asks a presenter whether they agree to `text`, or None if their answer is not wanted."""
    me = text.wanted_of(overview.user)
    if me is None:
        return None
    url = reverse("clearance:text_answer", args=[text.pk])
    words = _what_is_asked(me, FOR[Audience(text.audience)])
    return WaitingItem(f"Agree or not: {text.title}", url, words, asked, until=_last_day(me) or date.max)


def _to_show(text: ClearedText, overview: HomeOverview, asked: str) -> WaitingItem | None:
    """Return the row for the facilitator who has to show `text` to presenters who cannot open it, or None."""
    unshown = [each.name for each in text.facts.presenters if each.must_be_shown_it]
    if not unshown or not rules.has_perm("clearance.publish_text", overview.user, text):
        return None
    url = reverse("clearance:text_answer", args=[text.pk])
    words = f"It would be shared {FOR[Audience(text.audience)]}. Enter what they answer."
    return WaitingItem(f"Show it to {listed(unshown)}: {text.title}", url, words, asked)


def _message_to_answer(text, overview: HomeOverview, url: str) -> WaitingItem | None:
    """Return the last message about a text as a row, if somebody else wrote it and this person wrote the text or a message."""
    if text.last_message_by in (None, overview.user.pk):
        return None
    if overview.user.pk not in text.facts.author_ids and not text.takes_part:
        return None
    label = f"Answer {text.last_message_by_name}: {text.title}"
    return WaitingItem(label, f"{url}#messages-h", "They wrote a message about this text.", can_wait=True)


def _what_is_asked(me: PresenterFacts, audience: str) -> str:
    """Return what the presenter of a text is asked, and what happens if they do nothing."""
    if last_day := _last_day(me):
        return f"You present this case. It would be shared {audience}. Read it and say no until {weekday(last_day)}, or agree now."
    return f"You present this case. It would be shared {audience}, and is not shared unless you agree."


def _last_day(me: PresenterFacts) -> date | None:
    """Return the last day on which a presenter can say no, after which the text can be shared without another word of theirs."""
    return me.last_day if me.said_yes and not me.is_over else None


def _who_asks(text: ClearedText) -> str:
    minutes = max(1, round(len(text.plain_text.split()) / WORDS_A_MINUTE))
    who = text.sent_for_checking_by.name if text.sent_for_checking_by else "Copsite"
    where = f" at {text.site}" if text.site else ""
    reading = plural(minutes, "a minute", f"{minutes} minutes")
    return f"{who}{where} asks you to read it {FOR[Audience(text.audience)]}. About {reading}."


def steps_without_feedback(overview: HomeOverview, steps: list[NextStep]) -> list[WaitingItem]:
    """Return other people's steps with feedback due at the next meeting of a site that this person facilitates."""
    found = []
    for site in overview.facilitated:
        upcoming = overview.upcoming(site)
        if not upcoming:
            continue
        meeting = upcoming[0]
        due = [
            step
            for step in steps
            if step.discussion.case.site_id == site.pk and step.returns.is_at_or_before(meeting)
        ]
        if due:
            back = plural(len(due), "It is", "They are")
            found.append(
                WaitingItem(
                    f"{counted(len(due), 'next step has', 'next steps have')} no feedback",
                    reverse("next_steps:next_step_list", args=[site.slug]),
                    f"{back} on the agenda of the next meeting.",
                    f"due {weekday(meeting.starts_at)}",
                )
            )
    return found


def steps_of_nobody(overview: HomeOverview, steps: list[NextStep]) -> list[WaitingItem]:
    """Return the steps without an owner at sites that this person facilitates."""
    found = []
    for site in overview.facilitated:
        left = [step for step in steps if step.discussion.case.site_id == site.pk and step.is_nobodys]
        if left:
            label = counted(len(left), "next step has", "next steps have")
            url = reverse("next_steps:next_step_list", args=[site.slug])
            why = f"The {plural(len(left), 'owner', 'owners')} at {site} left. Choose somebody else."
            found.append(WaitingItem(f"{label} no owner", url, why))
    return found


def found_in_what_is_published(overview: HomeOverview) -> list[WaitingItem]:
    """Return how many passages were found in published texts since they were checked, for the programme team."""
    if not rules.has_perm("clearance.list_found", overview.user):
        return []
    found = FoundPassage.objects.open().visible_to(overview.user).count()
    if not found:
        return []
    label = f"Look at {count(found, 'passage', 'passages')} in what is published"
    why = "They may identify somebody, and were not marked when the texts were checked."
    return [WaitingItem(label, reverse("clearance:found_list"), why)]


def sites_behind(overview: HomeOverview) -> list[WaitingItem]:
    """Return the sites that have fewer meetings than the minimum, in programmes whose team this person is on."""
    return [
        WaitingItem(f"{site} is behind schedule", site.get_absolute_url(), reason)
        for site in overview.sites_in(overview.standing.team_sites)
        if (reason := why_behind(site, overview.progress[site.pk]))
    ]


def invitations_not_accepted(overview: HomeOverview) -> list[WaitingItem]:
    """Return the invitations that were not accepted for some days: to roles for the team, to sites for the facilitator."""
    own = {site.pk for site in overview.facilitated}
    invitations = (
        Invitation.objects.filter(accepted_at__isnull=True, revoked_at__isnull=True)
        .filter(programme__in=overview.running, invited_at__lt=timezone.now() - PATIENCE)
        .filter(
            Q(member__isnull=True, programme__in=overview.standing.programme_team)
            | Q(member__site__in=own, member__user__isnull=True, member__left_on__isnull=True)
        )
        .select_related("member")
        .order_by("invited_at")
    )
    by_place: dict[str, dict[str, Invitation]] = defaultdict(dict)
    for invitation in invitations:
        if invitation.member:
            url = reverse("member_list", args=[overview.sites[invitation.member.site_id].slug])
        else:
            url = reverse("members:role_invite", args=[overview.running[invitation.programme_id].slug])
        by_place[url][invitation.name] = invitation  # if it was sent again, the later one counts
    return [_not_accepted(list(found.values()), url) for url, found in by_place.items()]


def people_not_reached(overview: HomeOverview) -> list[WaitingItem]:
    """Return the members of sites they facilitate whose address does not work."""
    own = [site.pk for site in overview.facilitated]
    return [
        WaitingItem(
            f"We could not e-mail {member.name}",
            reverse("members:member_edit", args=[member.pk]),
            f"{member.refused_because} Correct the address.",
            f"since {day(member.refused_at)}",
        )
        for member in Member.objects.filter(site__in=own).refused()
    ]


def _not_accepted(invitations: list[Invitation], url: str) -> WaitingItem:
    names = [invitation.name for invitation in invitations]
    first = min(invitation.invited_at for invitation in invitations)
    over = [invitation.name for invitation in invitations if not invitation.is_open]
    why = f"{listed([*names[:4], 'others'] if len(names) > 4 else names)}."
    if over:
        why += f" {plural(len(names), 'The invitation has', 'Some have')} expired. Send a new one."
    label = counted(len(names), "person has", "people have")
    return WaitingItem(f"{label} not accepted the invitation", url, why, f"since {day(first)}")
