"""Asking people by name to check a text: whom, until when, passing it on, saying no, and who is asked next.

A request decides nothing: others who may check the text still can, and the request is then done.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from cases.clearance import decision
from cases.clearance.asking import answer_about
from cases.clearance.audit_verbs import ClearanceVerb
from cases.clearance.models import CheckRequest, ClearedText
from cases.clearance.models.check_requests import least_asked
from cases.clearance.models.checkers import people_who_check
from cases.locking import lock_row
from cases.models import Case, NamedPresenter
from cases.models.case import SteppedOut
from kit.audit import record
from kit.days.working import A_WEEK, working_days_after
from kit.errors import RefusedError
from kit.words import listed
from members.models import User
from sites_app.models import Programme, Site

AT_LEAST = 2  # working days for somebody to whom a text is passed on
NOT_ASKED = "You are not asked to check this text any more. Reload the page to see who is."
WHY_NOT = {
    decision.WhyNotApprove.AUTHOR: "Some of these words are by {}. Choose somebody else to check it.",
    decision.WhyNotApprove.PRESENTER: "{} presents this case or did before. Choose somebody else to check it.",
    decision.WhyNotApprove.STEPPED_OUT: "{} stepped out of this case. Choose somebody else to check it.",
    decision.WhyNotApprove.APPROVED: "{} has already approved it. Choose somebody else to check it.",
}


@dataclass(frozen=True)
class Checkers:
    """The people whom the sender of a text chose to check it, and the last day for it."""

    people: tuple[User, ...]
    due_on: date


def usual_day(site: Site | None) -> date:
    """Return the day until which people are asked if nobody says another: a week of working days from today."""
    return working_days_after(timezone.localdate(), A_WEEK, *([site.nation] if site else []))


def who_can_be_asked(
    *, site: Site | None, programme: Programme, case: Case | None, sender: User
) -> list[User]:
    """Return who can be asked to check a text that `sender` is about to send, whoever was asked least lately first.

    Each has `is_from_the_site`. Whose words are in the text is known once it is sent: see `ask_to_check`.
    """
    people = people_who_check(site, programme).exclude(pk=sender.pk)
    if case is not None:
        of_case = {"case": case, "member__user": OuterRef("pk")}
        people = people.filter(
            ~Exists(NamedPresenter.objects.filter(**of_case)), ~Exists(SteppedOut.objects.filter(**of_case))
        )
    return least_asked(people, site=site)


def who_can_check(text: ClearedText) -> list[User]:
    """Return who may still approve `text`, whoever was asked least lately first, each with `is_from_the_site`.

    Needs `with_clearance_facts()`.
    """
    people = least_asked(people_who_check(text.site_id, text.programme_id), site=text.site_id)
    facts = text.facts
    return [user for user in people if decision.may_approve(facts, user.pk)]


@transaction.atomic
def ask_to_check(
    text: ClearedText, *, people: Iterable[User], due_on: date, by: User | None
) -> list[CheckRequest]:
    """Ask `people` to check `text` until the day `due_on`, and return their requests. Whoever was asked before and is not
    among them is no longer asked.

    Repeating adds nothing. Raise RefusedError if one of them may not check it.
    """
    lock_row(text, case=text.case)
    people = list(people)
    if not people:
        return []
    facts = text.read_facts()
    for person in people:
        if reason := decision.why_not_approve(facts, person.pk):
            raise RefusedError(WHY_NOT.get(reason, reason.label).format(person.name))
    may = set(people_who_check(text.site_id, text.programme_id).values_list("pk", flat=True))
    if others := [person for person in people if person.pk not in may]:
        raise RefusedError(f"{others[0].name} cannot check it. Choose somebody else.")
    before = {each.asked_id: each for each in _open_requests(text)}
    chosen = {person.pk for person in people}
    _end([each for asked, each in before.items() if asked not in chosen], CheckRequest.Ending.OVER)
    found = [before.get(person.pk) or _ask(text, person, due_on=due_on, by=by) for person in people]
    if chosen - set(before):
        record(ClearanceVerb.ASK_TO_CHECK, text, by=by)
    return found


@transaction.atomic
def ask_chosen(text: ClearedText, *, checkers: Checkers, by: User) -> list[CheckRequest]:
    """Ask the people whom `by` chose to check `text`, which they have just sent, and the next where they are too few: for
    everyone two are asked, and somebody from the site where it has to approve it. In place of somebody whose words turn
    out to be in it, the next person is asked too: `asked_in_words` says who.
    """
    now = _with_facts(text)
    people = who_can_check(now)
    chosen = [person for person in checkers.people if person in people]
    of_these = {person.pk for person in chosen}
    needed, needs_the_site = decision.people_needed(now.facts)
    number = max(needed, len(checkers.people))
    others = _next(people, asked=of_these, before=of_these, number=number, needs_the_site=needs_the_site)
    return ask_to_check(text, people=[*chosen, *others], due_on=checkers.due_on, by=by)


@transaction.atomic
def say_about(
    text: ClearedText, *, answers: dict[str, str] | None, checkers: Checkers | None, by: User
) -> None:
    """Record with `text`, which `by` has just sent, what they say of who would know whom it is about, and ask those to check
    it whom they chose. Nothing is said, and nobody asked, where either is missing.
    """
    if answers:
        answer_about(text, answers=answers, by=by)
    if checkers:
        ask_chosen(text, checkers=checkers, by=by)


def asked_in_words(text: ClearedText) -> str:
    """Return who is asked to check `text`, for the person who sent it: "Dev Malik is asked to check it." or ""."""
    names = [each.asked.name for each in _open_requests(text)]
    return f"{listed(names)} {'is' if len(names) == 1 else 'are'} asked to check it." if names else ""


@transaction.atomic
def ask_to_check_all(texts: Iterable[ClearedText], *, checkers: Checkers, by: User) -> list[CheckRequest]:
    """Ask the people of `checkers` to check each of `texts` that they may check and that lacks somebody. Where one from its
    site has to, ask the person there who was asked least lately, the same for every text of the site if they may.

    Whoever is asked already stays so. Repeating adds nothing.
    """
    made: list[CheckRequest] = []
    of_site: dict[int | None, list[User]] = defaultdict(list)
    for text in map(_with_facts, texts):
        number, needs_the_site = decision.people_needed(text.facts)
        if not number or not text.facts.is_being_checked or _open_requests(text):
            continue
        people = who_can_check(text)
        chosen = [person for person in checkers.people if person in people][:number]
        if needs_the_site and not any(_is_from_the_site(person, people) for person in chosen):
            local = [person for person in people if person.is_from_the_site]  # type: ignore[attr-defined]
            again = [person for person in of_site[text.site_id] if person in local]
            chosen = [*(again or local)[:1], *chosen][:number]
            of_site[text.site_id] += chosen[:1]
        made += ask_to_check(text, people=chosen, due_on=checkers.due_on, by=by)
    return made


def _is_from_the_site(person: User, people: list[User]) -> bool:
    return any(each == person and each.is_from_the_site for each in people)  # type: ignore[attr-defined]


@transaction.atomic
def ask_another(text: ClearedText, *, person: User, due_on: date, by: User) -> CheckRequest:
    """Ask `person`, besides whoever is asked, to check `text` until the day `due_on`, and return the request.

    Repeating adds nothing. Raise RefusedError if they may not check it.
    """
    lock_row(text, case=text.case)
    asked = [each.asked for each in _open_requests(text)]
    people = [*asked, person] if person not in asked else asked
    requests = ask_to_check(text, people=people, due_on=due_on, by=by)
    return next(each for each in requests if each.asked_id == person.pk)


def carry_over(old: ClearedText, new: ClearedText, *, by: User | None) -> None:
    """Ask whoever is asked to check `old` to check `new`, which takes its place, as far as they may."""
    requests = _open_requests(old)
    _end(requests, CheckRequest.Ending.OVER)
    facts = new.read_facts() if requests else None
    for each in requests:
        if facts and decision.may_approve(facts, each.asked_id):
            _ask(new, each.asked, due_on=_at_least(each.due_on, new), by=by)


@transaction.atomic
def pass_on(text: ClearedText, *, to: User, by: User) -> CheckRequest:
    """Ask `to` instead of `by`, who is asked to check `text`, and return the new request.

    They have until the same day, and at least two working days. Repeating changes nothing. Raise RefusedError if `by` is
    not asked, or `to` may not check it, is asked already, or said no.
    """
    lock_row(text, case=text.case)
    mine = _request_of(text, by)
    if mine is None:
        passed_on = text.check_requests.filter(asked=by).last()
        theirs = _request_of(text, to)
        if passed_on and passed_on.ending == CheckRequest.Ending.PASSED_ON and theirs:
            return theirs
        raise RefusedError(NOT_ASKED)
    now = _with_facts(text)
    if to not in who_can_take_over(now, by=by, people=who_can_check(now)):
        raise RefusedError(f"{to.name} cannot be asked to check it. Choose somebody else.")
    _end([mine], CheckRequest.Ending.PASSED_ON)
    request = _ask(text, to, due_on=_at_least(mine.due_on, text), by=by)
    record(ClearanceVerb.PASS_ON_CHECK, text, by=by)
    return request


def who_can_take_over(text: ClearedText, *, by: User, people: list[User]) -> list[User]:
    """Return to whom of `people`, who can check `text`, `by` can pass it on, who is asked to: only people of the site, if there are any, where
    otherwise nobody from the site would be asked. Needs `with_clearance_facts()`.
    """
    requests = list(text.check_requests.all())
    asked = {each.asked_id for each in requests if each.is_open}
    said_no = {each.asked_id for each in requests if each.ending == CheckRequest.Ending.SAID_NO}
    found = [person for person in people if person.pk not in asked | said_no]
    _, needs_the_site = decision.people_needed(text.facts)
    from_the_site = {person.pk for person in people if person.is_from_the_site}  # type: ignore[attr-defined]
    if needs_the_site and not from_the_site & (asked - {by.pk}):
        return [person for person in found if person.pk in from_the_site] or found
    return found


@transaction.atomic
def say_no(text: ClearedText, *, reason: str, by: User) -> CheckRequest:
    """Record that `by`, who is asked to check `text`, cannot, ask the next person, and return the request that ended.

    `reason` is one of CheckRequest.Reason. Repeating changes nothing. Raise RefusedError if they are not asked.
    """
    if reason not in CheckRequest.Reason.values:
        raise RefusedError("Choose why you cannot check it.")
    lock_row(text, case=text.case)
    mine = _request_of(text, by)
    if mine is None:
        last = text.check_requests.filter(asked=by).last()
        if last is None or last.ending != CheckRequest.Ending.SAID_NO:
            raise RefusedError(NOT_ASKED)
        return last
    mine.reason = reason
    _end([mine], CheckRequest.Ending.SAID_NO)
    record(ClearanceVerb.SAY_NO_TO_CHECK, text, by=by)
    ask_next(text)
    return mine


def note_checked(text: ClearedText, *, by: User) -> None:
    """Note that `by` approved `text` or sent it back: their request is done, and everybody's once nobody more is needed."""
    requests = _open_requests(text)
    if not requests:
        return
    facts = text.read_facts()
    is_done = not facts.is_being_checked or decision.has_enough_approvals(facts)
    _end([each for each in requests if is_done or each.asked_id == by.pk], CheckRequest.Ending.DONE)


@transaction.atomic
def ask_next(text: ClearedText) -> list[CheckRequest]:
    """End the requests about `text` whose day has passed or whose people can no longer check it, ask the next, and return
    the new requests. Nobody is asked of their own who was asked before. Where nobody ever was, nobody is.
    """
    lock_row(text, case=text.case)
    text = _with_facts(text)
    requests = list(text.check_requests.select_related("asked"))
    waiting = [each for each in requests if each.is_open]
    if not text.facts.is_being_checked or text.struck_at is not None:
        _end(waiting, CheckRequest.Ending.OVER)
        return []
    people = who_can_check(text)
    waiting = _still_waiting(waiting, {person.pk for person in people})
    number, needs_the_site = decision.people_needed(text.facts)
    if not requests or not number:
        _end(waiting, CheckRequest.Ending.DONE)
        return []
    asked = {each.asked_id for each in waiting}
    before = {each.asked_id for each in requests}
    chosen = _next(people, asked=asked, before=before, number=number, needs_the_site=needs_the_site)
    due_on = usual_day(text.site)
    return [_ask(text, person, due_on=due_on, by=None) for person in chosen]


def _still_waiting(requests: list[CheckRequest], may: set[int]) -> list[CheckRequest]:
    """End those of `requests` whose day has passed or whose people are not among `may`, and return the others."""
    today = timezone.localdate()
    lapsed = [each for each in requests if each.due_on < today]
    cannot = [each for each in requests if each not in lapsed and each.asked_id not in may]
    _end(lapsed, CheckRequest.Ending.LAPSED)
    _end(cannot, CheckRequest.Ending.CANNOT)
    return [each for each in requests if each.is_open]


def _next(
    people: list[User], *, asked: set[int], before: set[int], number: int, needs_the_site: bool
) -> list[User]:
    """Return whom to ask, so that `number` people are, one of them from the site where it `needs_the_site`."""
    from_the_site = {person.pk for person in people if person.is_from_the_site}  # type: ignore[attr-defined]
    left = [person for person in people if person.pk not in before]
    chosen: list[User] = []
    if needs_the_site and not asked & from_the_site:
        chosen += [person for person in left if person.pk in from_the_site][:1]
    others = [person for person in left if person not in chosen]
    return chosen + others[: max(number - len(asked) - len(chosen), 0)]


def ask_next_where_due() -> int:
    """Ask the next person about each text that lacks somebody who is asked, and return how many requests that made."""
    in_time = CheckRequest.objects.waiting().filter(due_on__gte=timezone.localdate())
    waiting = set(in_time.values_list("cleared_text", "pk"))
    outdated = set(CheckRequest.objects.open().values_list("cleared_text", "pk")) - waiting
    asked = Counter(text for text, _ in waiting)
    due = {text for text, _ in outdated}
    texts = ClearedText.objects.being_checked().filter(
        Exists(CheckRequest.objects.filter(cleared_text=OuterRef("pk"))), programme__ended_on=None
    )
    return sum(
        len(ask_next(text))
        for text in texts.select_related("case", "site").with_clearance_facts()
        if text.pk in due or decision.people_needed(text.facts)[0] > asked[text.pk]
    )


def _with_facts(text: ClearedText) -> ClearedText:
    return ClearedText.objects.select_related("site", "case").with_clearance_facts().get(pk=text.pk)


def _open_requests(text: ClearedText) -> list[CheckRequest]:
    return list(text.check_requests.filter(ended_at=None).select_related("asked"))


def _request_of(text: ClearedText, user: User) -> CheckRequest | None:
    return text.check_requests.filter(asked=user, ended_at=None).select_related("asked").first()


def _at_least(due_on: date, text: ClearedText) -> date:
    nation = [text.site.nation] if text.site else []
    return max(due_on, working_days_after(timezone.localdate(), AT_LEAST, *nation))


def _ask(text: ClearedText, person: User, *, due_on: date, by: User | None) -> CheckRequest:
    return CheckRequest.objects.create(cleared_text=text, asked=person, asked_by=by, due_on=due_on)


def _end(requests: Iterable[CheckRequest], ending: str) -> None:
    now = timezone.now()
    for each in requests:
        each.ended_at, each.ending = now, ending
        each.save(update_fields=["ended_at", "ending", "reason"])
