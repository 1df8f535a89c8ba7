"""What presenters say about sharing: facts that only grow, of everybody ever named as a presenter."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from cases import database_rules as case_rules
from cases.actions import cases as case_actions
from cases.clearance import actions as clearance_actions
from cases.clearance import database_rules
from cases.clearance.models import Audience, Publication, SendBack, SharingAgreement
from cases.models import NamedPresenter, Presenter, SteppedOut
from kit.errors import RefusedError
from kit.kept import KeptRow
from tests.cases.checking import agree, approve, published, say_yes, send_for_checking
from tests.factories.members import MemberFactory

PROGRAMME = Audience.PROGRAMME


@pytest.fixture
def taken_off(case, people):
    """The presenter of the case, whom another member presents it instead of."""
    case_actions.edit(
        case, by=people.facilitator, base_version=case.version, presenters=[people.members.member]
    )
    return people.members.presenter


# --- Facts that only grow

THE_ONE_CHANGE = {  # that a row may see, by the condition under which every other one is refused
    # once, with the words of its text: test_unchanged
    ("clearance_sendback", "UPDATE"): database_rules.SEND_BACK_CHANGED,
    # to the other record of the same person, as they are merged: tests/pages/test_merging
    ("cases_namedpresenter", "UPDATE"): case_rules.NAMED_CHANGED,
    ("cases_namedpresenter", "DELETE"): f"NOT {case_rules.IS_TWICE}",
    ("clearance_sharingagreement", "UPDATE"): database_rules.AGREEMENT_CHANGED,
    ("clearance_showing", "UPDATE"): database_rules.SHOWN_CHANGED,
    ("clearance_showing", "DELETE"): database_rules.not_with_both("clearance_showing"),
    ("clearance_opening", "UPDATE"): database_rules.OPENED_CHANGED,
    ("clearance_opening", "DELETE"): database_rules.not_with_both("clearance_opening"),
}


def kept_models() -> list:
    return [model for model in apps.get_models() if issubclass(model, KeptRow)]


@pytest.mark.parametrize("model", kept_models(), ids=lambda model: model._meta.label)
def test_the_database_keeps_every_row_that_the_models_keep(model):
    held = {
        (rule.table, rule.moment)
        for rule in case_rules.RULES + database_rules.RULES
        if rule.condition in (None, THE_ONE_CHANGE.get((rule.table, rule.moment)))
    }

    assert {(model._meta.db_table, "UPDATE"), (model._meta.db_table, "DELETE")} <= held


def test_the_database_has_every_rule(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if connection.vendor == "sqlite"
            else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        )
        found = {name for (name,) in cursor.fetchall()}

    refuses_deleting = connection.vendor == "postgresql"
    rules = case_rules.RULES + database_rules.RULES
    assert {rule.name for rule in rules if refuses_deleting or rule.moment != "DELETE"} - found == set()


def by_saving(said):
    said.said = "yes"
    said.save()


def by_update(said):
    SharingAgreement.objects.update(said="yes")


def by_the_base_manager(said):
    SharingAgreement._base_manager.update(said="yes")


def by_sql(said):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE clearance_sharingagreement SET said = 'yes' WHERE id = %s", [said.pk])


def by_deleting_the_no(said):
    said.delete()


def by_deleting_all(said):
    SharingAgreement.objects.all().delete()


@pytest.mark.parametrize(
    "change", [by_saving, by_update, by_the_base_manager, by_sql, by_deleting_the_no, by_deleting_all]
)
def test_what_a_presenter_said_is_neither_revived_nor_deleted(case, people, change):
    agree(case, people, PROGRAMME)
    clearance_actions.withdraw_agreement(
        case, member=people.members.presenter, audience=PROGRAMME, by=people.presenter
    )
    before = list(case.sharing_agreements.values_list("audience", "said"))

    with pytest.raises((RefusedError, IntegrityError)), transaction.atomic():
        change(case.sharing_agreements.last())

    assert before[:2] == [("programme", "yes"), ("programme", "withdrawn")]
    assert list(case.sharing_agreements.values_list("audience", "said")) == before


def test_whoever_was_named_stays_named(case, people, taken_off):
    for change in (
        lambda: NamedPresenter.objects.all().delete(),
        lambda: NamedPresenter._base_manager.update(member=people.members.facilitator),
    ):
        with pytest.raises((RefusedError, IntegrityError)), transaction.atomic():
            change()

    assert set(case.named_presenters.values_list("member", flat=True)) == {
        taken_off.pk,
        people.members.member.pk,
    }


def test_nobody_presents_without_being_named_for_good(case, people):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_presenter (case_id, member_id) VALUES (%s, %s)",
            [case.pk, people.members.member.pk],
        )


def test_saying_the_same_again_adds_nothing(case, people):
    for _ in range(2):
        agree(case, people, PROGRAMME)
        clearance_actions.withdraw_agreement(
            case, member=people.members.presenter, audience="public", by=people.presenter
        )

    assert list(case.sharing_agreements.values_list("audience", "said")) == [
        ("programme", "yes"),
        ("public", "no"),
    ]


# --- Whoever was named keeps their say


def test_a_text_needs_the_yes_of_a_presenter_who_was_taken_off(case, people, taken_off):
    text = send_for_checking(case, by=people.facilitator)
    approve(text, people.broker)
    say_yes(case, people.members.member, PROGRAMME, by=people.member)

    with pytest.raises(clearance_actions.NotApproved, match=f"{taken_off.name} has not agreed"):
        clearance_actions.publish(text, by=people.facilitator)

    say_yes(case, taken_off, PROGRAMME, by=people.presenter)
    assert clearance_actions.publish(text, by=people.facilitator)


def test_a_presenter_who_was_taken_off_takes_their_yes_back(case, people, text):
    agree(case, people)
    approve(text, people.member)
    clearance_actions.publish(text, by=people.facilitator)
    Presenter.objects.all().delete()

    clearance_actions.withdraw_agreement(
        case, member=people.members.presenter, audience=PROGRAMME, by=people.presenter
    )

    assert not published(text)


def test_a_presenter_who_was_taken_off_approves_nothing_of_the_case(case, people, taken_off):
    text = send_for_checking(case, by=people.facilitator)

    with pytest.raises(RefusedError, match="You present this case or did before"):
        approve(text, people.presenter)


def test_nobody_overturns_the_no_that_a_presenter_gave(case, people):
    member = people.members.presenter
    clearance_actions.withdraw_agreement(case, member=member, audience=PROGRAMME, by=people.presenter)

    with pytest.raises(RefusedError, match="Only they can change that"):
        clearance_actions.agree(case, member=member, audience=PROGRAMME, by=people.facilitator)
    with pytest.raises(IntegrityError), transaction.atomic():
        SharingAgreement.objects.create(
            case=case, member=member, audience=PROGRAMME, said="yes", recorded_by=people.facilitator, is_own_word=False
        )  # fmt: skip

    agree(case, people, PROGRAMME)
    assert case.sharing_agreements.last().is_yes


def test_their_no_stands_after_they_left_and_another_word_was_recorded_for_them(case, people):
    member = people.members.presenter
    clearance_actions.withdraw_agreement(case, member=member, audience=PROGRAMME, by=people.presenter)
    clearance_actions.withdraw_agreement(case, member=member, audience=PROGRAMME, by=people.facilitator)

    with pytest.raises(RefusedError, match="Only they can change that"):
        clearance_actions.agree(case, member=member, audience=PROGRAMME, by=people.facilitator)


def test_the_facilitator_records_a_change_for_somebody_without_an_account(case, people):
    silent = MemberFactory(site=people.site, without_account=True)
    Presenter.objects.create(case=case, member=silent)
    clearance_actions.withdraw_agreement(case, member=silent, audience=PROGRAMME, by=None)  # by a link

    clearance_actions.agree(case, member=silent, audience=PROGRAMME, by=people.facilitator)

    assert list(case.sharing_agreements.filter(audience=PROGRAMME).values_list("said", "is_own_word")) == [
        ("no", True),
        ("yes", False),
    ]


def test_a_no_to_one_text_is_about_this_text_alone(case, people, text):
    other = send_for_checking(case, by=people.facilitator, title="Another one")
    agree(case, people)
    for each in (text, other):
        approve(each, people.member)

    clearance_actions.withdraw_agreement(
        case, member=people.members.presenter, audience=PROGRAMME, by=people.presenter, text=text
    )

    assert clearance_actions.publish(other, by=people.facilitator)
    with pytest.raises(clearance_actions.NotApproved, match="has not agreed"):
        clearance_actions.publish(text, by=people.facilitator)


def test_a_no_to_every_text_comes_after_a_yes_to_one(case, people, text):
    member = people.members.presenter
    clearance_actions.agree(case, member=member, audience=PROGRAMME, by=people.presenter, text=text)
    approve(text, people.member)
    clearance_actions.publish(text, by=people.facilitator)

    withdrawn = clearance_actions.withdraw_agreement(
        case, member=member, audience=PROGRAMME, by=people.presenter
    )

    assert withdrawn == 1
    assert not text.read_facts().presenters[0].has_agreed


# --- What cannot both be true


def test_the_database_lets_nobody_present_what_they_stepped_out_of(case, people):
    member, presenter = people.members.member, people.members.presenter
    SteppedOut.objects.create(case=case, member=member)

    with pytest.raises(IntegrityError), transaction.atomic():
        Presenter.objects.create(case=case, member=member)
    with pytest.raises(IntegrityError), transaction.atomic():
        SteppedOut.objects.create(case=case, member=presenter)


def test_the_database_lets_nothing_be_both_published_and_sent_back(case, people, text):
    other = send_for_checking(case, by=people.facilitator, title="Another one")
    agree(case, people)
    for each in (text, other):
        approve(each, people.member)
    clearance_actions.publish(text, by=people.facilitator)
    clearance_actions.send_back(other, reason="Shorter.", by=people.broker)

    with pytest.raises(IntegrityError), transaction.atomic():
        SendBack.objects.create(cleared_text=text, by=people.broker, reason="Shorter.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication._base_manager.bulk_create([Publication(cleared_text=other)])


def test_the_database_lets_nothing_published_be_replaced(case, people, text):
    agree(case, people)
    approve(text, people.member)
    clearance_actions.publish(text, by=people.facilitator)

    newer = send_for_checking(case, by=people.facilitator, title="Newer", replaces=text)
    assert newer.replaces is None
    with pytest.raises(IntegrityError), transaction.atomic():
        type(text)._base_manager.create(
            kind=text.kind, programme=text.programme, site=text.site, case=case, audience=text.audience,
            body=text.body, replaces=text,
        )  # fmt: skip
