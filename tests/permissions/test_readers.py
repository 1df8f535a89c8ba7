"""Pages, feeds, mails and tasks get the words of cases by `visible_to` and `read_by` only, and each exception is listed.

The walk finds every query of a confidential model, by its manager or by a relation from a meeting, a site or a person.
A relation from a row that was itself asked for (`case.discussions`) leads only to what belongs to it.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from cases.models.reading import OfACaseQuerySet
from kit.models import Draft, Revision

ROOT = Path(__file__).resolve().parents[2]
APPS = sorted(app.parent for app in ROOT.glob("*/**/apps.py") if "node_modules" not in app.parts)
NO_READERS = {
    "kit",
    "actions",
    "actions.py",
    "migrations",
    "management",
    "tests",
    "demonstration",
    "database_rules.py",
}
MAILS = {"mail", "notices", "requests"}  # what the models say that people are told
# kit takes rows that its callers asked for; actions are verbs, which views call with such rows
ASKS = {"visible_to", "read_by", "read_by_link", "readable_by", "wordings_for", "for_everyone", "none"}
OF_CASES = {
    model for model in apps.get_models() if issubclass(type(model._default_manager.all()), OfACaseQuerySet)
}
WORDS_OF_CASES = {model.__name__ for model in [*OF_CASES, Draft, Revision]} | {
    "CaseMinutesCorrection",
    "FeedbackCorrection",
}
LEAD_TO_WORDS = {  # a meeting's, a site's or a person's
    field.remote_field.get_accessor_name()
    for model in OF_CASES
    for field in model._meta.get_fields()
    if (field.many_to_one or field.one_to_one or (field.many_to_many and not field.auto_created))
    and field.concrete
    and field.related_model not in OF_CASES
    and field.remote_field.get_accessor_name()
}
LEAD_FROM = {
    "meeting",
    "site",
    "member",
    "user",
    "owner",
    "programme",
    "evidence",
}  # what is no row of a case itself
OF_THE_CASE = "rows of cases that were asked for"
COUNTS = "counts, and whether there are any"
NOTICES = "keys, references and counts of what waits; each person is asked about, and no words are told"
WITHOUT_ASKING = {
    "cases.clearance.authors: _versions_of": "who wrote them, and not what",
    "cases.clearance.messages: last_message": "who wrote the last one, and not what",
    "cases.clearance.messages: write_message": "a verb, which adds one",
    "cases.commissioning.counts: _raised": COUNTS,
    "cases.commissioning.counts: with_times_raised": COUNTS,
    "cases.commissioning.raising: who_raised": "the sites that raised an issue that was asked for, and the days",
    "cases.commissioning.views: issue_for": "asks for the words as raised, and for the cleared ones",
    "cases.commissioning.views: issue_merge": "those that they read as raised, and those of which they read a wording",
    "cases.commissioning.views: issue_send_for_checking": COUNTS,
    "cases.holdings: held_by": "what is held, by its reference; titles are asked for",
    "cases.locking: locked": "locks",
    "cases.locking: lock_all": "locks",
    "cases.models.presenter_notices: due": "whether the member presents the case; the mail has its reference",
    "cases.next_steps.holdings: held_by": "what is held, by its reference; words are asked for",
    "cases.next_steps.looking_again: _cases": OF_THE_CASE,
    "cases.next_steps.looking_again: with_cases": COUNTS,
    "cases.next_steps.models.steps_mail: message": "counts and references of the owner's own steps",
    "cases.next_steps.models.steps_mail: due": COUNTS,
    "cases.next_steps.models.weekly_mail: due": COUNTS,
    "cases.next_steps.models.weekly_mail: _about_the_site": COUNTS,
    "cases.next_steps.models.weekly_mail: _about_their_own": "counts and references of the owner's own steps",
    "cases.next_steps.tallies: suggested_steps": COUNTS,
    "cases.next_steps.tallies: _final_answers": COUNTS,
    "cases.next_steps.views.feedback: _with_corrections": OF_THE_CASE,
    "cases.next_steps.views.feedback: feedback_give": COUNTS,
    "cases.turns: themes_of": "the themes of the cases of a site, without the cases",
    "knowledge.holdings: held_by": "what is held, by the reference of its case; words are asked for",
    "knowledge.library.drafting: steps_with_outcomes": OF_THE_CASE,
    "knowledge.library.views.write_ups: write_up": OF_THE_CASE,
    "newsletter.across: question_pieces": COUNTS,
    "newsletter.across: waiting_pieces": "the keys of issues, by how long they wait; the words are cleared",
    "newsletter.completeness: _questions": COUNTS,
    "newsletter.site_news: outcomes_of": "the site and the outcome of each step; what is said of them has no small number",
    "newsletter.site_news: themes_of_sites": "themes that enough cases share, without the cases",
    "pages.agenda: replies": "commissioners' replies, of the issues of which they read a wording",
    "pages.agenda: discussions": OF_THE_CASE,
    "pages.case: _of_minutes": OF_THE_CASE,
    "pages.case: _of_evidence": OF_THE_CASE,
    "pages.case: _steps": OF_THE_CASE,
    "pages.case: _of_issues": OF_THE_CASE,
    "pages.case_progress: with_progress": COUNTS,
    "pages.certificate: certificate_of": COUNTS,
    "pages.closing: steps_that_move": COUNTS,
    "pages.closing: _unsaved_in_the_room": COUNTS,
    "pages.agenda: _replies_before": "the keys of issues, to find replies; the words are read by readable_by",
    "pages.closing: recipients_of": COUNTS,
    "pages.home.broker: _figures": COUNTS,
    "pages.home.commissioned: _states_of_answered": COUNTS,
    "pages.home.commissioned: _new_texts": "the keys of a commissioner's issues; the words are cleared",
    "pages.home.commissioner: _to_answer": "the keys of a commissioner's issues; the words are cleared",
    "pages.home.overview: _numbers": COUNTS,
    "pages.home.lead: _at_meeting": COUNTS,
    "pages.issues.concerns: _to_choose": "the sites that raised an issue, of those that they may know of",
    "pages.issues.concerns: narrowed": "narrows issues that were asked for",
    "pages.issues.concerns: _completed": "the sites of what was merged into issues that were asked for; the words are cleared",
    "pages.issues.views: _raised_at": "the keys of a commissioner's issues; the words are cleared",
    "pages.merging.plan: conflicts": "the references of the cases that the two records answered about",
    "pages.minutes.for_reader: _corrections": OF_THE_CASE,
    "pages.minutes.form: _read_saved": OF_THE_CASE,
    "pages.room.left_over: left_over": "what this person typed themselves",
    "pages.notices.sources.cases: _to_take_up": NOTICES,
    "pages.notices.sources.cases: _to_complete": NOTICES,
    "pages.notices.sources.issues: asks": NOTICES,
    "pages.notices.sources.issues: _theirs": NOTICES,
    "pages.notices.sources.issues: _sites_that_raised": NOTICES,
    "pages.notices.sources.issues: _replies_that_tell": NOTICES,
    "pages.notices.sources.issues: _issues_of": NOTICES,
    "pages.notices.sources.issues: _unanswered": NOTICES,
    "pages.notices.sources.questions: _with_news": NOTICES,
    "pages.notices.sources.questions: _open": NOTICES,
    "pages.notices.sources.questions: _evidence_found": NOTICES,
    "pages.notices.sources.steps: _steps": NOTICES,
    "pages.notices.sources.texts: _talks": NOTICES,
    "pages.overview.counting: _sites": COUNTS,
    "pages.overview.counting: _steps": COUNTS,
    "pages.overview.counting: _issues": COUNTS,
    "pages.privacy.people: _deleted": "deletes, for a command",
    "pages.privacy.register: programme": "the keys of cases, for a command",
    "pages.privacy.retention: _drafts": "deletes, for a command",
    "pages.privacy.retention: _work_notes": "deletes, for a command",
    "pages.privacy.retention: closed_cases": "deletes, for a command",
    "pages.minutes.log: cases_of": COUNTS,
    "pages.minutes.log: steps": OF_THE_CASE,
    "pages.minutes.log: issues": OF_THE_CASE,
    "pages.minutes.log: discussions": OF_THE_CASE,
    "pages.minutes.log: answers": "chosen by the cases that were asked for",
    "pages.minutes.log: questions": "chosen by the cases that were asked for",
    "pages.minutes.parts: revisions_of_parts": OF_THE_CASE,
    "pages.privacy.register: _meetings_of": "of a case or a meeting that was asked for, to find all places of its words",
    "pages.privacy.register: meeting": "of a meeting that was asked for, to find all places of its words",
    "pages.privacy.striking: remove": "of the places that the register found",
    "pages.room.access: cached_seat": "asked a few seconds ago",
    "pages.room.page: context_of": OF_THE_CASE,
    "pages.room.page: meeting_room": OF_THE_CASE,
    "pages.room.sections: text_at": OF_THE_CASE,
    "pages.room.versions: _revision_of": OF_THE_CASE,
    "pages.room.versions: versions_of": OF_THE_CASE,
    "pages.site: cases_in_short": COUNTS,
    "pages.site: site_detail": COUNTS,
}


def files() -> Iterator[Path]:
    """The files of the product that show or send something to people."""
    for path in sorted({path for app in APPS for path in app.rglob("*.py")}):
        parts = path.relative_to(ROOT).parts
        is_mail = any(word in path.stem for word in MAILS)
        if not NO_READERS & set(parts) and ("models" not in parts or is_mail) and path.name != "models.py":
            yield path


def queries(tree: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Each query of words of cases that asks nobody, with the name of the function that makes it."""
    up = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and begins_a_query(node) and not asks(node, up):
            yield function_of(node, up), node


def begins_a_query(node: ast.Attribute) -> bool:
    owner = node.value
    if node.attr in ("objects", "_base_manager"):
        return getattr(owner, "id", getattr(owner, "attr", "")) in WORDS_OF_CASES
    name = getattr(owner, "id", getattr(owner, "attr", ""))
    return node.attr in LEAD_TO_WORDS and name in LEAD_FROM


def asks(node: ast.AST, up: dict) -> bool:
    """Whether a method later in the chain asks who reads."""
    while isinstance(up.get(node), ast.Attribute | ast.Call):
        parent = up[node]
        if isinstance(parent, ast.Call) and parent.func is not node:
            return False
        node = parent
        if isinstance(node, ast.Attribute) and node.attr in ASKS:
            return True
    return False


def function_of(node: ast.AST, up: dict) -> str:
    while node in up and not isinstance(node, ast.FunctionDef):
        node = up[node]
    return getattr(node, "name", "")


def found() -> dict[str, list[str]]:
    places: dict[str, list[str]] = {}
    for path in files():
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for function, node in queries(ast.parse(path.read_text())):
            places.setdefault(f"{module}: {function}", []).append(ast.unparse(node))
    return places


def test_every_reader_of_words_of_cases_asks_who_reads_or_is_known():
    places = found()

    unknown = {place: what for place, what in places.items() if place not in WITHOUT_ASKING}
    assert unknown == {}, "ask visible_to or read_by, or list the place with its reason"
    assert set(WITHOUT_ASKING) - set(places) == set(), "no longer needed"


def test_a_reader_that_asks_nobody_would_be_found():
    def places(line: str) -> list[str]:
        return [where for where, _ in queries(ast.parse(f"def page(user, meeting):\n    {line}"))]

    assert places("return list(Case.objects.filter(pk=1))") == ["page"]
    assert places("return meeting.discussions.all()") == ["page"]
    assert places("return list(models.NextStep.objects.due_at(meeting))") == ["page"]
    assert places("return Feedback.objects.filter(step__in=NextStep.objects.visible_to(user))") == ["page"]
    assert not places("return Case.objects.select_related('site').visible_to(user)")
    assert not places("return meeting.discussions.read_by(user).first()")
    assert not places("return meeting.attendances.all()")


def test_the_pages_mails_and_tasks_are_seen():
    seen = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in files()}

    assert {
        "pages.home.lead",
        "cases.next_steps.models.weekly_mail",
        "cases.tasks",
        "knowledge.views.evidence",
    } <= seen
    assert {"meetings.views.feeds", "pages.room.page", "cases.models.presenter_notices"} <= seen
