"""The page of a case, with its history from the offer to the write-up and the replies."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import rules
from django.db.models import Exists, OuterRef, Prefetch, Value
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from cases.clearance.models import ClearedText
from cases.commissioning.models import CommissionerIssue, IssueAddition, IssueReply
from cases.commissioning.raising import sites_named_to
from cases.models import Case, CaseMinutes, Discussion, Need, Theme
from cases.next_steps.looking_again import could_be_due_since, due_on, looks_at
from cases.next_steps.models import Feedback, LaterLook, NextStep
from cases.next_steps.returns import with_returns
from cases.next_steps.timeline import stepline
from kit.http import page_view
from kit.queries import ShortList, moment_of
from kit.words import counted, sorted_names
from knowledge.library.helped_before import helped_before
from knowledge.models import AttachedEvidence, Question
from meetings.models import Meeting
from members.models import Discipline

OF_ADDITION = {
    "site": "site_id", "code": "site__code", "place": "site__place", "times": "times", "added_at": "added_at",
}  # fmt: skip
VERBS = {
    "edit": "cases.edit_case",
    "discuss": "cases.discuss_case",
    "strike": "cases.strike_words",
    "step_out": "cases.step_out_of_case",
    "see_readers": "cases.see_readers",
    "see_history": "cases.see_history",
    "say_who_works_with": "cases.say_who_works_with",
    "say_own_service": "cases.say_own_service",
    "see_what_helped_before": "library.see_what_helped_before",
    "raise_issue": "commissioning.raise_issue",
    "add_steps": "next_steps.add_next_step",
    "look_again": "next_steps.look_again",
    "write_notes": "cases.write_notes",
    "ask": "knowledge.ask_question",
    "attach": "knowledge.attach_evidence",
    "write_up": "library.write_up_case",
}


@dataclass
class Event:
    """One event in the history: when it was, its kind (the partial that draws it), and what it shows."""

    at: datetime
    kind: str
    state: str = "done"  # "done", "now", or "" if it is to come
    meeting: Meeting | None = None
    shows: dict = field(default_factory=dict)

    @property
    def template(self) -> str:
        """The partial that draws the event."""
        return f"pages/case/_{self.kind}.html"


@page_view
def case_detail(request, pk):
    """Show a case with its history."""
    cases = Case.objects.read_by(request.user).for_its_page(request.user, pk)
    case = get_object_or_404(cases.select_related("learning_object"))
    may = {name: rules.has_perm(perm, request.user, case) for name, perm in VERBS.items()}
    named = case.named_presenters.all()
    may["agree"] = any(rules.has_perm("clearance.give_agreement", request.user, row) for row in named)
    events = history_of(case, request.user)
    words = _names_of(case)
    about = {"themes": words["themes"], "needs": words["needs"]}
    helped = helped_before(case, request.user, **about) if may["see_what_helped_before"] else []
    return render(
        request,
        "pages/case.html",
        {
            "case": case,
            "presenters": case.presenting,
            **words,
            "helped_before": helped,
            "own_role": case.own_role if may["say_own_service"] else None,
            "may": may,
            "stepped_out": case.times_stepped_out if may["discuss"] else 0,
            "events": events,
            "is_presented": case.was_presented,
        },
    )


def _names_of(case: Case) -> dict[str, list[str]]:
    """Return the names of its themes, its needs and the roles that work with the person, in one query."""
    groups = {
        "themes": Theme.objects.filter(cases=case),
        "needs": Need.objects.filter(cases=case),
        "roles": Discipline.objects.filter(works_with=case),
    }
    first, *rest = [
        words.annotate(group=Value(group)).order_by().values_list("group", "name")
        for group, words in groups.items()
    ]
    rows = list(first.union(*rest))
    return {group: sorted_names(name for each, name in rows if each == group) for group in groups}


def history_of(case: Case, user) -> list[Event]:
    """Return everything that happened to `case` and is to come, in order of time."""
    now = timezone.now()
    all_meetings = list(case.site.meetings.select_related("site").order_by("starts_at"))
    meetings = [meeting for meeting in all_meetings if not meeting.is_cancelled]
    discussions = list(
        case.discussions.filter(meeting__cancelled_at__isnull=True)
        .select_related("meeting__site")
        .prefetch_related(_steps())
        .order_by("meeting__starts_at")
    )
    open_steps = {
        step.pk for discussion in discussions for step in discussion.next_steps.all() if step.is_open
    }
    questions = list(Question.objects.visible_to(user).filter(case=case).order_by("asked_at"))
    looks = _looks_at(case, discussions, now)
    events = [
        Event(case.offered_at, "offered", shows={"questions": [] if discussions else questions}),
        *_of_minutes(case),
        *_of_discussions(case, discussions, meetings, open_steps, questions, now),
        *_of_answers(discussions, user),
        *_of_evidence(case, user),
        *_of_looks(looks),
        *_of_issues(case, user),
        *_of_texts(case, user),
    ]
    coming = _feedback_due(discussions, all_meetings, open_steps, now)
    events.sort(key=lambda event: event.at)
    coming += _look_due(case, discussions, meetings, user, now)
    return [*events, *coming, *_to_come(case, events)]


def _steps() -> Prefetch:
    return Prefetch(
        "next_steps",
        queryset=NextStep.objects.select_related("owner", "discussion__meeting", "due_meeting")
        .with_feedback_dates()
        .annotate(is_open=Exists(NextStep.objects.awaiting_feedback().filter(pk=OuterRef("pk"))))
        .prefetch_related(
            Prefetch(
                "feedback",
                Feedback.objects.with_attribution().select_related("meeting__site"),
            )
        ),
    )


def _of_discussions(case, discussions: list[Discussion], meetings, open_steps, questions, now) -> list[Event]:
    found = []
    for number, discussion in enumerate(discussions):
        meeting, is_last = discussion.meeting, number == len(discussions) - 1
        held = meeting.starts_at <= now
        until = discussions[number + 1].meeting.starts_at if not is_last else None
        asked = [
            question
            for question in questions
            if (number == 0 or question.asked_at >= meeting.starts_at)
            and (until is None or question.asked_at < until)
        ]
        shows = {"discussion": discussion, "is_first": number == 0, "questions": asked, "case": case}
        found.append(Event(meeting.starts_at, "presented", "done" if held else "now", meeting, shows))
        steps = list(discussion.next_steps.all())
        if steps:
            shows = {
                "line": stepline(steps, meetings, open_steps),
                "open_steps": open_steps,
                "heading": f"{counted(len(steps), 'next step', 'next steps')}",
            }
            found.append(Event(meeting.starts_at + timedelta(minutes=1), "steps", "done", meeting, shows))
    return found


def _of_answers(discussions: list[Discussion], user) -> list[Event]:
    """Return the feedback as events, one for each meeting, or for each day between meetings."""
    together: dict = {}
    for discussion in discussions:
        for step in discussion.next_steps.all():
            for answer in step.feedback.all():
                day = timezone.localdate(answer.at)
                together.setdefault(answer.meeting or day, []).append((step, answer))
    found = []
    for number, (where, answers) in enumerate(
        sorted(together.items(), key=lambda pair: _when(pair[0], pair[1]))
    ):
        meeting = where if isinstance(where, Meeting) else None
        shows = {"answers": answers, "is_first": number == 0, "own": user.standing.member_ids}
        found.append(Event(_when(where, answers) + timedelta(minutes=2), "answers", "done", meeting, shows))
    return found


def _when(where, answers) -> datetime:
    return where.starts_at if isinstance(where, Meeting) else answers[0][1].at


def _of_minutes(case: Case) -> list[Event]:
    """Return the minutes that mention the case as events, at the time of their approval, sharing or meeting."""
    found = []
    parts = CaseMinutes.objects.filter(case=case).exclude(text="")
    links = ["meeting__site", "meeting__minutes_sharing", "meeting__minutes_approval__at_meeting__site"]
    for part in parts.select_related(*links):
        sharing = getattr(part.meeting, "minutes_sharing", None)
        approval = getattr(part.meeting, "minutes_approval", None)
        shows = {"of": part.meeting, "sharing": sharing, "approval": approval}
        if approval:
            found.append(Event(approval.at_meeting.starts_at, "minutes", "done", approval.at_meeting, shows))
        elif sharing:
            found.append(Event(sharing.at, "minutes", shows=shows))
        else:
            afterwards = part.meeting.starts_at + timedelta(minutes=3)
            found.append(Event(afterwards, "minutes", "done", part.meeting, shows))
    return found


def _of_evidence(case: Case, user) -> list[Event]:
    attached = (
        AttachedEvidence.objects.filter(case=case)
        .with_reactions(user)
        .select_related("evidence", "reported_at__site", "attached_by", "case__site")
    )
    return [
        Event(
            row.attached_at,
            "evidence",
            shows={
                "attached": row,
                "may_react": rules.has_perm("knowledge.react_to_evidence", user, row),
                "may_edit": rules.has_perm("knowledge.edit_attached", user, row),
                "may_report": rules.has_perm("knowledge.report_evidence", user, row),
            },
        )
        for row in attached
    ]


def _of_issues(case: Case, user) -> list[Event]:
    found = []
    issues = list(
        case.issues.with_checking_state().annotate(
            is_out=Exists(CommissionerIssue.objects.published().filter(pk=OuterRef("pk"))),
            seen_too=ShortList(IssueAddition.objects.filter(issue=OuterRef("pk")), OF_ADDITION).as_json,
        )
    )
    heads = {issue.merged_into_id or issue.pk for issue in issues}
    replies = (
        list(IssueReply.objects.filter(issue__in=heads).with_story().select_related("by")) if heads else []
    )
    named = sites_named_to(user)
    for issue in issues:
        found.append(Event(issue.raised_at, "issue", shows={"issue": issue}))
        for added in issue.seen_too or []:
            site = f"{added['code']} {added['place']}" if added["site"] in named else ""
            shows = {"issue": issue, "times": added["times"], "site": site}
            found.append(Event(moment_of(added["added_at"]), "seen_too", shows=shows))
        for reply in replies:
            if reply.issue_id == (issue.merged_into_id or issue.pk):
                found.append(Event(reply.replied_at, "reply", shows={"reply": reply, "issue": issue}))
    return found


def _of_texts(case: Case, user) -> list[Event]:
    """Return the write-ups being checked, published and withdrawn as events."""
    found = []
    texts = ClearedText.objects.filter(case=case, kind=ClearedText.Kind.LEARNING_OBJECT)
    for text in texts.select_related("publication", "send_back__by", "replaced_by"):
        publication = getattr(text, "publication", None)
        shows = {"text": text, "publication": publication, "send_back": getattr(text, "send_back", None)}
        if publication is not None:
            found.append(Event(publication.published_at, "published", shows=shows))
        elif shows["send_back"] is not None:
            found.append(Event(shows["send_back"].at, "sent_back", shows=shows))
        elif getattr(text, "replaced_by", None) is None:
            found.append(Event(text.sent_for_checking_at, "being_checked", "now", shows=shows))
    return found


def _feedback_due(discussions, meetings, open_steps: set[int], now) -> list[Event]:
    """Return the next meeting as an event if feedback is due there. `meetings` includes cancelled ones."""
    nearest = next((each for each in meetings if each.starts_at > now and not each.is_cancelled), None)
    if nearest is None:
        return []
    steps = [
        step
        for discussion in discussions
        for step in discussion.next_steps.all()
        if step.pk in open_steps and discussion.meeting.starts_at < nearest.starts_at
    ]
    found = with_returns(steps, {nearest.site_id: meetings})
    due = [step for step in found if step.returns.at and step.returns.at.starts_at <= nearest.starts_at]
    return [Event(nearest.starts_at, "coming_back", "now", nearest, {"steps": due})] if due else []


def _looks_at(case: Case, discussions: list[Discussion], now: datetime) -> list[LaterLook]:
    """Return what was said of the case some months later. Nothing is read if it was presented lately."""
    if not discussions or not could_be_due_since(discussions[0].meeting.starts_at, now):
        return []
    return list(case.later_looks.select_related("said_by"))


def _of_looks(looks: list[LaterLook]) -> list[Event]:
    return [Event(look.at, "later_look", shows={"look": look}) for look in looks]


def _look_due(case: Case, discussions, meetings, user, now: datetime) -> list[Event]:
    """Return the next meeting as an event if the case is looked at again there."""
    nearest = next((each for each in meetings if each.starts_at > now), None)
    if nearest is None or not discussions:
        return []
    first = discussions[0].meeting
    if not could_be_due_since(first.starts_at, nearest.starts_at):
        return []
    due = next((look for look in looks_at(nearest, user, case=case) if look.said is None), None)
    if due is None:
        return []
    can_be_said = due_on(timezone.localdate(now), presented_on=first.day) == due.after
    shows = {"after": due.after, "can_be_said": can_be_said}
    return [Event(nearest.starts_at, "look_due", "now", nearest, shows)]


def _to_come(case: Case, events: list[Event]) -> list[Event]:
    """Return the write-up as an event to come, unless there is one."""
    if any(event.kind in ("published", "being_checked", "sent_back") for event in events):
        return []
    if not any(event.kind == "presented" and event.state == "done" for event in events):
        return []
    learning_object = getattr(case, "learning_object", None)
    return [
        Event(timezone.now(), "write_up", "", shows={"case": case, "is_started": learning_object is not None})
    ]
