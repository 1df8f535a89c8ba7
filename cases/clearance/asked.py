"""Who is asked by name to check a text, as its page shows it to one person."""

from dataclasses import dataclass, field

import rules

from cases.clearance import decision
from cases.clearance.checker_forms import AskForm, PassOnForm, SayNoForm
from cases.clearance.checkers import who_can_take_over
from cases.clearance.models import CheckRequest, ClearedText
from kit.forms import Form
from members.models import User


@dataclass
class Asked:
    """The people who are asked to check a text, and what this person can answer or ask."""

    requests: list[CheckRequest] = field(default_factory=list)  # open
    said_no: list[CheckRequest] = field(default_factory=list)  # shown to those who can ask somebody
    mine: CheckRequest | None = None
    nobody_left: bool = False
    pass_on_form: Form | None = None
    say_no_form: Form | None = None
    ask_form: Form | None = None


def asked_about(text: ClearedText, user: User, *, people: list[User], sent: Form | None = None) -> Asked:
    """Return who is asked to check `text`, for the page as `user` sees it, with a form that was sent as it was filled in.

    `people` are those who can check it. Needs `with_clearance_facts()`. A text that needs nobody any more has nobody asked.
    """
    number, _ = decision.people_needed(text.facts)
    if not (text.facts.is_being_checked and number) or text.struck_at:
        return Asked()
    requests = list(text.check_requests.all())
    asked = Asked([each for each in requests if each.is_open])
    asked.mine = next((each for each in asked.requests if each.asked_id == user.pk), None)
    asked.nobody_left = bool(requests) and not asked.requests
    if asked.mine:
        asked.pass_on_form = _form(sent, PassOnForm, people=who_can_take_over(text, by=user, people=people))
        asked.say_no_form = _form(sent, SayNoForm)
    if rules.has_perm("clearance.ask_to_check", user, text):
        asked.said_no = [each for each in requests if each.ending == CheckRequest.Ending.SAID_NO]
        asked.ask_form = _ask_form(text, asked, sent, people)
    return asked


def people_to_ask(text: ClearedText, people: list[User]) -> list[User]:
    """Return those of `people` who are not asked to check `text`."""
    asked = {each.asked_id for each in text.check_requests.all() if each.is_open}
    return [person for person in people if person.pk not in asked]


def _ask_form(text: ClearedText, asked: Asked, sent: Form | None, people: list[User]) -> Form | None:
    others = people_to_ask(text, people)
    return _form(sent, AskForm, people=others, site=text.site) if others else None


def _form(sent: Form | None, form_class: type[Form], **kwargs) -> Form:
    """Return the form that was sent, if it is of this class, or an empty one."""
    return (
        sent if isinstance(sent, form_class) else form_class(auto_id=f"id_{form_class.__name__}_%s", **kwargs)
    )
