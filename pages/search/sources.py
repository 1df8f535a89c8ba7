"""What the search finds of cases, questions, issues and people. What it finds of evidence and write-ups is said there."""

from cases.commissioning.models import CommissionerIssue
from cases.models import Case
from kit.search.index import Source
from knowledge.library.search import TEXTS
from knowledge.models import Question
from knowledge.searched import EVIDENCE
from members.models import Member

OF_THE_DISCUSSION = "SELECT case_id FROM cases_discussion WHERE id = ROW.discussion_id"


def _words_of_case(case: Case) -> str:
    """Return what a case is found by, besides its reference and title: its text, next steps, themes and needs."""
    steps = [step.what for discussion in case.discussions.all() for step in discussion.next_steps.all()]
    words = [word.name for word in (*case.themes.all(), *case.needs.all())]
    return "\n".join(filter(None, [case.presentation, case.shared_goal, case.learning, *steps, *words]))


CASES = Source(
    key="case",
    model=Case,
    title=lambda case: f"{case.reference} {case.title}",
    words=_words_of_case,
    columns=("title", "presentation", "shared_goal", "learning", "number", "site_id"),
    depends_on={
        "cases_case_themes": "ROW.case_id",
        "cases_case_needs": "ROW.case_id",
        "cases_case_themes:theme_id": "ROW.case_id",
        "cases_case_needs:need_id": "ROW.case_id",
        "cases_theme:name": "SELECT case_id FROM cases_case_themes WHERE theme_id = ROW.id",
        "cases_need:name": "SELECT case_id FROM cases_case_needs WHERE need_id = ROW.id",
        "next_steps_nextstep": OF_THE_DISCUSSION,
        "next_steps_nextstep:what": OF_THE_DISCUSSION,
        "sites_app_site:code": "SELECT id FROM cases_case WHERE site_id = ROW.id",
    },
    with_related=lambda rows: rows.select_related("site").prefetch_related(
        "themes", "needs", "discussions__next_steps"
    ),
)
QUESTIONS = Source(
    key="question",
    model=Question,
    title=lambda question: question.words,
    words=lambda question: question.answer,
    columns=("words", "answer"),
)
ISSUES = Source(
    key="issue",
    model=CommissionerIssue,
    title=lambda issue: issue.get_theme_display(),
    words=lambda issue: issue.words,
    columns=("words", "theme"),
    depends_on={
        "commissioning_issuetheme:name": "SELECT id FROM commissioning_commissionerissue WHERE theme = ROW.key"
    },
    with_related=lambda rows: rows.select_related("theme_word"),
)
MEMBERS = Source(
    key="member",
    model=Member,
    title=lambda member: member.name,
    words=lambda member: member.discipline.name if member.discipline else "",
    columns=("name", "discipline_id"),
    depends_on={"members_discipline:name": "SELECT id FROM members_member WHERE discipline_id = ROW.id"},
    with_related=lambda rows: rows.select_related("discipline"),
)
SOURCES = (CASES, QUESTIONS, ISSUES, MEMBERS, TEXTS, EVIDENCE)
