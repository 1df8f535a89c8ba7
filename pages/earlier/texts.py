"""The one table of the texts whose earlier versions have a page: who may see them, and which action brings one back."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse

from cases.actions import cases as case_actions
from cases.actions.minutes import CASE_SECTION, write_case_minutes
from cases.commissioning import actions as issue_actions
from cases.commissioning.models import CommissionerIssue, IssueReply, PromiseOutcome
from cases.models import Case, CaseMinutes, Discussion
from cases.next_steps.actions.changes import edit_step
from cases.next_steps.actions.looks import look_again
from cases.next_steps.models import LaterLook, NextStep
from kit.dates import start_of_day
from kit.editing.earlier import KeptText, Version, with_the_rest
from kit.editing.sections import section_version
from kit.words import lower_first
from knowledge.actions import corrections, publications
from knowledge.actions import evidence as evidence_actions
from knowledge.library.actions import write_ups
from knowledge.library.models import LearningObject
from knowledge.models import AttachedEvidence, Evidence, Question
from meetings.actions.minutes import GENERAL_SECTION, write_minutes
from meetings.models import Meeting
from members import actions as member_actions
from members.actions.own_words import write_own_words
from members.models import GroundRules, Member, OwnWords
from newsletter import actions as newsletter_actions
from newsletter.models import Entry, NewsletterIssue, SiteUpdate
from sites_app import actions as site_actions
from sites_app.models import Programme, ProgrammeEvent, Site


def _edit_case(case: Case, *, by, **texts) -> Case:
    return case_actions.edit(case, by=by, base_version=case.version, **texts)


def _write_minutes(meeting: Meeting, *, by, minutes: str, reason: str = "") -> Meeting:
    return write_minutes(
        meeting, text=minutes, by=by, reason=reason, base_version=section_version(meeting, GENERAL_SECTION)
    )


def _say_outcome(said: PromiseOutcome, *, by, words: str) -> PromiseOutcome:
    return issue_actions.say_outcome(said.reply, outcome=said.outcome, on=said.on, words=words, by=by)


def _is_approved(meeting: Meeting) -> bool:
    return hasattr(meeting, "minutes_approval")


def _write_case_minutes(part: CaseMinutes, *, by, text: str, reason: str = "") -> CaseMinutes:
    base = section_version(part, CASE_SECTION)
    return write_case_minutes(
        part.meeting, case=part.case, text=text, by=by, reason=reason, base_version=base
    )


def _parts_of_minutes(meeting: Meeting, user) -> Iterable[tuple[KeptText, CaseMinutes]]:
    parts = CaseMinutes.objects.read_by(user).filter(meeting=meeting)
    parts = parts.select_related("case__site", "meeting__site", "meeting__minutes_approval")
    return [(CASE_MINUTES, part) for part in parts]


def _answer(question: Question, *, by, answer: str) -> Question:
    return evidence_actions.answer(question, answer=answer, by=by)


def _set_ground_rules(programme: Programme, *, by, text: str):
    return member_actions.set_ground_rules(programme, text=text, by=by)


def _ground_rules(programme: Programme, sections: Iterable[str]) -> list[Version]:
    return [
        Version(each.pk, section, each.version, each.text, start_of_day(each.since), is_whole_day=True)
        for section in sections
        for each in programme.ground_rules.all()
    ]


def _ground_rules_now(programme: Programme, section: str) -> str:
    latest = programme.ground_rules.first()
    return latest.text if latest else ""


def _write_site_update(update: SiteUpdate, *, by, words: str) -> SiteUpdate:
    return newsletter_actions.write_site_update(
        update.issue, site=update.site, words=words, case=update.case, by=by
    )


def _write_own_words(own: OwnWords, *, by, words: str) -> OwnWords:
    return write_own_words(own.member, words=words, by=by)


def _look_again(look: LaterLook, *, by, words: str) -> LaterLook:
    return look_again(look.case, months=look.months, outcome=look.outcome, words=words, by=by)


def _own_words(user):
    known = Q(member__in=Member.objects.visible_to(user)) | Q(member__user=user)
    return OwnWords.objects.filter(known).select_related("member__site__programme")


CASE = KeptText(
    "case",
    Case,
    {"presentation": "The case", "learning": "What was learned"},
    rows=lambda user: Case.objects.read_by(user).select_related("site__programme"),
    title=lambda case: case.title,
    url=lambda case: case.get_absolute_url(),
    permission="cases.edit_case",
    put_back=_edit_case,
    site=lambda case: case.site,
    is_shown_to_readers=True,
)
NOTES = KeptText(
    "notes",
    Discussion,
    {"notes": "Notes of the discussion"},
    rows=lambda user: Discussion.objects.read_by(user).select_related("case__site__programme", "meeting"),
    title=lambda discussion: f"the notes on {discussion.case.reference}",
    url=lambda discussion: reverse("cases:notes_edit", args=[discussion.pk]),
    permission="cases.write_notes",
    asked_of=lambda discussion: discussion.case,
    put_back=lambda row, *, by, notes: case_actions.write_notes(row, notes=notes, by=by),
    site=lambda discussion: discussion.case.site,
)
CASE_MINUTES = KeptText(
    "minutes-of-case",
    CaseMinutes,
    {CASE_SECTION: "The case"},
    rows=lambda user: CaseMinutes.objects.read_by(user).select_related(
        "case__site", "meeting__site__programme", "meeting__minutes_approval"
    ),
    title=lambda part: f"the minutes on {part.case.reference}",
    url=lambda part: reverse("minutes_edit", args=[part.meeting_id]),
    permission="meetings.write_minutes",
    asked_of=lambda part: part.meeting,
    put_back=_write_case_minutes,
    asks_why=lambda part: _is_approved(part.meeting),
    site=lambda part: part.case.site,
)
MINUTES = KeptText(
    "minutes",
    Meeting,
    {GENERAL_SECTION: "The meeting"},
    rows=lambda user: Meeting.objects.read_by(user).select_related("site__programme", "minutes_approval"),
    title=lambda meeting: f"the minutes of {lower_first(meeting.name)}",
    url=lambda meeting: reverse("minutes_edit", args=[meeting.pk]),
    permission="meetings.write_minutes",
    put_back=_write_minutes,
    asks_why=_is_approved,
    site=lambda meeting: meeting.site,
    parts=_parts_of_minutes,
)
WRITE_UP = KeptText(
    "write-up",
    LearningObject,
    {
        "draft_title": "Title",
        "draft_standfirst": "Summary",
        "draft_story": "The story",
        "draft_tried": "What was tried",
        "draft_again": "What we learned",
        "draft_stood_in_the_way": "Issues for commissioners",
    },
    rows=lambda user: LearningObject.objects.read_by(user).select_related("case__site__programme", "site"),
    title=lambda write_up: f"the write-up of {write_up.case.reference}",
    url=lambda write_up: reverse("library:write_up", args=[write_up.case_id]),
    permission="library.write_up_case",
    put_back=write_ups.edit_write_up,
    site=lambda write_up: write_up.site,
    only_shown={"draft_small_words": "Next steps and evidence"},
)
ISSUE = KeptText(
    "issue",
    CommissionerIssue,
    {"words": "The issue, as it was raised"},
    rows=lambda user: CommissionerIssue.objects.read_by(user).select_related("case__site__programme", "site"),
    title=lambda issue: f"the issue of {issue.case.reference}",
    url=lambda issue: reverse("commissioning:issue_edit", args=[issue.pk]),
    permission="commissioning.edit_issue",
    put_back=with_the_rest(issue_actions.edit_issue, "theme", "words"),
    site=lambda issue: issue.site,
)
REPLY = KeptText(
    "reply",
    IssueReply,
    {"words": "Your reply"},
    rows=lambda user: IssueReply.objects.filter(
        issue__in=CommissionerIssue.objects.readable_by(user)
    ).select_related("issue__case__site__programme"),
    title=lambda reply: "your reply",
    url=lambda reply: reverse("commissioning:reply_edit", args=[reply.pk]),
    permission="commissioning.edit_reply",
    put_back=with_the_rest(
        issue_actions.edit_reply, "kind", "words", "due_on", "whose", "for_whom", "decided_by"
    ),
)
OUTCOME = KeptText(
    "outcome",
    PromiseOutcome,
    {"words": "What happened"},
    rows=lambda user: PromiseOutcome.objects.filter(
        side=PromiseOutcome.Side.COMMISSIONER, reply__issue__in=CommissionerIssue.objects.readable_by(user)
    ).select_related("reply__issue__case__site__programme"),
    title=lambda said: "what happened",
    url=lambda said: reverse("commissioning:promise_keep", args=[said.reply_id]),
    permission="commissioning.keep_promise",
    asked_of=lambda said: said.reply,
    put_back=_say_outcome,
)
STEP = KeptText(
    "next-step",
    NextStep,
    {"what": "The next step"},
    rows=lambda user: NextStep.objects.read_by(user).select_related(
        "discussion__case__site__programme", "discussion__meeting", "due_meeting"
    ),
    title=lambda step: f"a next step of {step.discussion.case.reference}",
    url=lambda step: reverse("next_steps:step_edit", args=[step.pk]),
    permission="next_steps.edit_next_step",
    put_back=with_the_rest(edit_step, "what", "due_meeting"),
    site=lambda step: step.discussion.case.site,
)
LATER_LOOK = KeptText(
    "later-look",
    LaterLook,
    {"words": "Details"},
    rows=lambda user: LaterLook.objects.read_by(user).select_related("case__site__programme"),
    title=lambda look: f"{look.case.reference}, {lower_first(look.get_months_display())}",
    url=lambda look: reverse("next_steps:look_again", args=[look.case_id, look.months]),
    permission="next_steps.look_again",
    asked_of=lambda look: look.case,
    put_back=_look_again,
    site=lambda look: look.case.site,
)
QUESTION = KeptText(
    "question",
    Question,
    {"words": "The question"},
    rows=lambda user: Question.objects.read_by(user).select_related("site__programme", "case__site"),
    title=lambda question: "the question",
    url=lambda question: question.get_absolute_url(),
    permission="knowledge.edit_question",
    put_back=with_the_rest(corrections.edit_question, "words"),
    site=lambda question: question.site,
)
ANSWER = KeptText(
    "answer",
    Question,
    {"answer": "The answer"},
    rows=QUESTION.rows,
    title=lambda question: "the answer",
    url=QUESTION.url,
    permission="knowledge.answer_question",
    put_back=_answer,
    site=QUESTION.site,
)
ATTACHED = KeptText(
    "evidence-on-case",
    AttachedEvidence,
    {"bottom_line": "The bottom line", "why_here": "Why it matters in this case"},
    rows=lambda user: AttachedEvidence.objects.read_by(user).select_related(
        "case__site__programme", "evidence"
    ),
    title=lambda attached: f"the evidence on {attached.case.reference}",
    url=lambda attached: reverse("knowledge:attached_edit", args=[attached.pk]),
    permission="knowledge.edit_attached",
    put_back=with_the_rest(evidence_actions.edit_attached, "bottom_line", "why_here"),
    site=lambda attached: attached.case.site,
)
EVIDENCE = KeptText(
    "publication",
    Evidence,
    {
        "authors": "Authors",
        "title": "Title",
        "source": "Published in",
        "summary": "What it found",
        "conflict": "What other evidence says against it",
    },
    rows=lambda user: Evidence.objects.visible_to(user).select_related("programme", "added_by"),
    title=lambda evidence: "this publication",
    url=lambda evidence: reverse("knowledge:evidence_edit", args=[evidence.pk]),
    permission="knowledge.edit_evidence",
    put_back=publications.put_back,
)
ENTRY = KeptText(
    "newsletter-entry",
    Entry,
    {"headline": "Headline", "words": "Text"},
    rows=lambda user: Entry.objects.filter(issue__in=NewsletterIssue.objects.visible_to(user)).select_related(
        "issue__programme", "site", "made_from"
    ),
    title=lambda entry: f"an entry of the {entry.issue.name} newsletter",
    url=lambda entry: reverse("newsletter:entry_edit", args=[entry.pk]),
    permission="newsletter.edit_entry",
    asked_of=lambda entry: entry.issue,
    put_back=with_the_rest(newsletter_actions.edit_entry, "headline", "words", "audience"),
)
SITE_UPDATE = KeptText(
    "site-update",
    SiteUpdate,
    {"words": "News of the site"},
    rows=lambda user: SiteUpdate.objects.filter(site__in=Site.objects.visible_to(user)).select_related(
        "site__programme", "issue__programme", "case"
    ),
    title=lambda update: f"the news of {update.site} in {update.issue.name}",
    url=lambda update: reverse(
        "newsletter:site_update_write",
        args=[update.issue.programme.slug, update.issue.month, update.site.slug],
    ),
    permission="newsletter.write_site_update",
    asked_of=lambda update: update.site,
    put_back=_write_site_update,
)
GROUND_RULES = KeptText(
    "ground-rules",
    Programme,
    {"text": "Ground rules"},
    rows=lambda user: Programme.objects.visible_to(user),
    title=lambda programme: "the ground rules",
    url=lambda programme: reverse("members:ground_rules_edit", args=[programme.slug]),
    permission="members.set_ground_rules",
    put_back=_set_ground_rules,
    versions=_ground_rules,
    now=_ground_rules_now,
    reads=lambda programme: programme.ground_rules.all()[:1],
    holder=GroundRules,
)
AIMS = KeptText(
    "programme",
    Programme,
    {"aims": "What it is for"},
    rows=lambda user: Programme.objects.visible_to(user),
    title=lambda programme: f"what {programme} is for",
    url=lambda programme: reverse("sites:programme_edit", args=[programme.slug]),
    permission="sites_app.edit_programme",
    put_back=site_actions.change_programme,
)
EVENT = KeptText(
    "event",
    ProgrammeEvent,
    {"agenda": "Agenda", "notes": "Notes"},
    rows=lambda user: ProgrammeEvent.objects.visible_to(user).select_related("programme"),
    title=lambda event: event.title,
    url=lambda event: reverse("events:event_text", args=[event.pk]),
    permission="events.write_event",
    put_back=site_actions.write_event,
)
OWN_WORDS = KeptText(
    "own-words",
    OwnWords,
    {"words": "What was learned"},
    rows=_own_words,
    title=lambda own: f"what {own.member.name} learned",
    url=lambda own: reverse("certificate", args=[own.member_id]),
    permission="members.write_own_words",
    asked_of=lambda own: own.member,
    put_back=_write_own_words,
)

ALL = [
    CASE, NOTES, MINUTES, CASE_MINUTES, WRITE_UP, ISSUE, REPLY, OUTCOME, STEP, LATER_LOOK, QUESTION, ANSWER, ATTACHED, EVIDENCE, ENTRY,
    SITE_UPDATE, GROUND_RULES, AIMS, EVENT, OWN_WORDS,
]  # fmt: skip
BY_SLUG = {text.slug: text for text in ALL}
