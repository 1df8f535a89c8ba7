"""The decision in Python and the triggers of the database say the same about every text."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from cases.clearance.decision import missing
from cases.clearance.models import (
    OUTWARD,
    Audience,
    Authorship,
    Clearance,
    ClearedText,
    Opening,
    Publication,
    SendBack,
    SharingAgreement,
    Showing,
)
from cases.models import Presenter, SteppedOut
from tests.factories.cases import ClearedTextFactory

PEOPLE = ["facilitator", "presenter", "member", "broker", "team"]
MEMBERS = ["facilitator", "presenter", "member"]
rarely = st.integers(0, 7).map(lambda number: number == 0)
some_members = st.sets(st.sampled_from(MEMBERS), max_size=2)
approvals = st.dictionaries(
    st.sampled_from(PEOPLE),
    st.tuples(st.sampled_from(["these", "these", "these", "other words", "other audience"]), st.booleans()),
)
# what a presenter says, one after the other: about every text, this one, another one, or another audience
a_word = st.tuples(
    st.sampled_from(["every text", "every text", "this text", "another text", "another audience"]),
    st.sampled_from(SharingAgreement.Said.values),
)
# how many days ago a text was shown and opened, and the days to say no ended (minus: will end); words were said 4 days ago
a_showing = st.one_of(
    st.none(),
    st.tuples(st.sampled_from([9, 9, 2]), st.sampled_from([None, 8, 8, 0]), st.sampled_from([1, 1, 5, -3])),
)
worlds = st.fixed_dictionaries(
    {
        "audience": st.sampled_from(OUTWARD),
        "about": st.sampled_from(["a case", "a case", "a site", "no site"]),
        "authors": st.sets(st.sampled_from(PEOPLE), max_size=2),
        "presenters": some_members,
        "taken_off": some_members,  # they were named, and present no more
        "stepped_out": some_members,
        "approvals": approvals,
        "agreements": st.fixed_dictionaries(
            {
                name: st.one_of(st.just([("every text", "yes")]), st.lists(a_word, max_size=3))
                for name in MEMBERS
            }
        ),
        "is_public_already": st.booleans(),  # of what is about no case
        "shown": st.fixed_dictionaries(dict.fromkeys(MEMBERS, a_showing)),
        "is_sent_back": rarely,
        "is_replaced": rarely,
    }
)


def make_text(people, case, world) -> ClearedText:
    """A text of which everything is as `world` says, written past the actions."""
    is_public = world["is_public_already"] and world["about"] != "a case"
    text = ClearedTextFactory(
        programme=people.programme,
        kind="newsletter_entry" if is_public else "learning_object",
        is_public_already=is_public,
        site=None if world["about"] == "no site" else people.site,
        case=case if world["about"] == "a case" else None,
        audience=world["audience"],
    )
    for name in world["authors"]:
        Authorship.objects.create(cleared_text=text, user=getattr(people, name))
    for name in world["presenters"] | world["taken_off"]:
        Presenter.objects.get_or_create(case=case, member=getattr(people.members, name))
    case.presenter_rows.exclude(member__in=[getattr(people.members, n) for n in world["presenters"]]).delete()
    for named in case.named_presenters.select_related("member__user"):
        name = next(name for name in MEMBERS if getattr(people.members, name).pk == named.member_id)
        add_agreements(case, named.member, text, world["agreements"][name])
        add_showing(text, named.member, world["shown"][name])
    for name in world["stepped_out"] - world["presenters"]:
        SteppedOut.objects.create(case=case, member=getattr(people.members, name))
    for name, (kind, is_from_the_site) in world["approvals"].items():
        add_approval(text, getattr(people, name), kind, is_from_the_site)
    if world["is_replaced"]:  # before it is sent back: what was sent back is replaced by nothing
        ClearedTextFactory(programme=people.programme, site=text.site, case=text.case, replaces=text)
    if world["is_sent_back"]:
        SendBack.objects.create(cleared_text=text, by=people.broker, reason="Shorter.")
    return text


def another(audience) -> Audience:
    return next(each for each in OUTWARD if each != audience)


def add_showing(text, member, shown) -> None:
    if shown is None or text.case is None:  # no presenter of it
        return
    days, opened, ended = shown
    Showing.objects.create(cleared_text=text, member=member, shown_at=ago(days), until=ago(ended))
    if opened is not None:
        Opening.objects.create(cleared_text=text, member=member, opened_at=ago(opened))


def ago(days):
    return timezone.now() - timedelta(days=days)


def add_agreements(case, member, text, words) -> None:
    for about, said in words:
        alone = {"this text": text, "another text": ClearedTextFactory}.get(about)
        if alone is ClearedTextFactory:
            alone = ClearedTextFactory(
                programme=text.programme, site=case.site, case=case, audience=text.audience
            )
        SharingAgreement.objects.create(
            case=case,
            member=member,
            audience=another(text.audience) if about == "another audience" else text.audience,
            cleared_text=alone,
            said=said,
            said_at=ago(4),
            recorded_by=member.user,
            is_own_word=True,
        )


def add_approval(text, user, kind, is_from_the_site) -> None:
    Clearance.objects.create(
        cleared_text=text,
        by=user,
        sha256="0" * 64 if kind == "other words" else text.sha256,
        audience=another(text.audience) if kind == "other audience" else text.audience,
        is_from_the_site=is_from_the_site,
    )


def database_accepts(text) -> bool:
    """Whether the triggers let `text` be published, asked past the models."""
    try:
        with transaction.atomic():
            Publication._base_manager.bulk_create([Publication(cleared_text=text)])
    except IntegrityError:
        return False
    return True


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=worlds)
def test_the_database_accepts_a_publication_if_and_only_if_nothing_is_missing(people, case, world):
    with transaction.atomic():
        text = make_text(people, case, world)
        lacks = missing(text.read_facts())
        is_accepted = database_accepts(text)
        transaction.set_rollback(True)  # the next example begins with the same site

    event("published" if is_accepted else "refused")
    assert is_accepted == (lacks == []), lacks
