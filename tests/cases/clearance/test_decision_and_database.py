"""The decision in Python and the triggers of the database say the same about every text."""

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
    Publication,
    SendBack,
    SharingAgreement,
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
worlds = st.fixed_dictionaries(
    {
        "audience": st.sampled_from(OUTWARD),
        "about": st.sampled_from(["a case", "a case", "a site", "no site"]),
        "authors": st.sets(st.sampled_from(PEOPLE), max_size=2),
        "presenters": some_members,
        "stepped_out": some_members,
        "approvals": approvals,
        "agreements": st.fixed_dictionaries(
            {
                name: st.sampled_from(["agreed", "agreed", "withdrawn", "another audience", "none"])
                for name in MEMBERS
            }
        ),
        "is_sent_back": rarely,
        "is_replaced": rarely,
    }
)


def make_text(people, case, world) -> ClearedText:
    """A text of which everything is as `world` says, written past the actions."""
    text = ClearedTextFactory(
        programme=people.programme,
        site=None if world["about"] == "no site" else people.site,
        case=case if world["about"] == "a case" else None,
        audience=world["audience"],
    )
    for name in world["authors"]:
        Authorship.objects.create(cleared_text=text, user=getattr(people, name))
    case.presenter_rows.all().delete()
    for name in world["presenters"]:
        Presenter.objects.create(case=case, member=getattr(people.members, name))
        add_agreement(case, getattr(people.members, name), text.audience, world["agreements"][name])
    for name in world["stepped_out"] - world["presenters"]:
        SteppedOut.objects.create(case=case, member=getattr(people.members, name))
    for name, (kind, is_from_the_site) in world["approvals"].items():
        add_approval(text, getattr(people, name), kind, is_from_the_site)
    if world["is_sent_back"]:
        SendBack.objects.create(cleared_text=text, by=people.broker, reason="Shorter.")
    if world["is_replaced"]:
        ClearedTextFactory(programme=people.programme, site=text.site, case=text.case, replaces=text)
    return text


def another(audience) -> Audience:
    return next(each for each in OUTWARD if each != audience)


def add_agreement(case, member, audience, kind) -> None:
    if kind == "none":
        return
    SharingAgreement.objects.create(
        case=case,
        member=member,
        audience=another(audience) if kind == "another audience" else audience,
        withdrawn_at=timezone.now() if kind == "withdrawn" else None,
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
