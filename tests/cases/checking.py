"""The steps of the clearance, as tests take them."""

from cases.clearance import actions as clearance_actions
from cases.clearance.models import Audience, ClearedText, audiences_up_to
from members.models import Member

LO = ClearedText.Kind.LEARNING_OBJECT
# What an author answers, where a text is sent for checking, who would know whom it is about.
ANSWERS = {
    "their_worker": "no", "the_ward": "no", "the_police": "no", "a_neighbour": "no", "a_journalist": "maybe",
    "their_family": "maybe", "person": "agreed",
}  # fmt: skip


def answers_on(page: str) -> dict[str, str]:
    """Return the answers of an author who read the list of details on this page."""
    return {**ANSWERS, "details_read": page.partition('name="details_read" value="')[2].partition('"')[0]}


def send_for_checking(case, *, by, audience=Audience.PROGRAMME, title="What we learned", replaces=None):
    return clearance_actions.send_for_checking(
        {"title": title, "words": "A worker rang first."},
        kind=LO, audience=audience, programme=case.site.programme, site=case.site, case=case,
        authors=[by], by=by, replaces=replaces,
    )  # fmt: skip


def agree(case, people, audience=Audience.PUBLIC):
    """The presenter agrees to the audience, the narrower ones, and each text that is being checked for these."""
    say_yes(case, people.members.presenter, audience, by=people.presenter)


def say_yes(case, member, audience, *, by):
    """The same for any presenter, said by anybody who may."""
    clearance_actions.agree(case, member=member, audience=audience, by=by)
    for text in ClearedText.objects.being_checked().filter(case=case, audience__in=audiences_up_to(audience)):
        clearance_actions.agree(case, member=member, audience=text.audience, by=by, text=text)


def presenters_agree(texts) -> None:
    """Every presenter who agreed to the readers of `texts` agrees to each of these texts as well."""
    for text in texts:
        for each in text.read_facts().presenters if text.case else []:
            if each.said_yes:
                member = Member.objects.get(pk=each.member_id)
                clearance_actions.agree(text.case, member=member, audience=text.audience, by=None, text=text)


def approve(text, by):
    return clearance_actions.approve(text, sha256=text.sha256, by=by)


def published(text) -> bool:
    return ClearedText.objects.published().filter(pk=text.pk).exists()
