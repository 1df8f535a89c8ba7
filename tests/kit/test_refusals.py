"""Everything that the database refuses reaches the person as words that end in what to do."""

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.test import RequestFactory

from cases.models import Presenter
from kit.database_rules import HELD
from kit.forms import Form, accepted
from kit.middleware import RefusalMiddleware
from kit.refusals import GONE, refusals, sentence_of
from meetings.models import Meeting
from members.models import MarkOverride, User
from tests.factories.cases import CaseFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import MemberFactory, UserFactory


def errors_of(model: type[models.Model]):
    """What SQLite and PostgreSQL say when they hold a constraint of `model`, by what it is called here."""
    table = model._meta.db_table
    columns = {field.name: field.column for field in model._meta.local_fields}
    unique = [tuple(each) for each in model._meta.unique_together]
    unique += [(field.name,) for field in model._meta.local_fields if field.unique and not field.primary_key]
    for names in unique:
        found = [columns[name] for name in names]
        yield (
            f"{table} {names}",
            f"UNIQUE constraint failed: {', '.join(f'{table}.{each}' for each in found)}",
        )
        yield (
            f"{table} {names}",
            f'duplicate key value violates unique constraint "{table}_x_1f_uniq"\n'
            f"DETAIL:  Key ({', '.join(found)})=(1) already exists.\n",
        )
    for constraint in model._meta.constraints:
        name = constraint.name
        if isinstance(constraint, models.UniqueConstraint):
            index = f"index '{name}'"
            found = ", ".join(f"{table}.{columns[each]}" for each in constraint.fields)
            yield name, f"UNIQUE constraint failed: {found or index}"
            yield (
                name,
                f'duplicate key value violates unique constraint "{name}"\nDETAIL:  Key (a)=(1) already exists.',
            )
        else:
            yield name, f"CHECK constraint failed: {name}"
            yield (
                name,
                f'new row for relation "{table}" violates check constraint "{name}"\nDETAIL:  Failing row',
            )


EVERYTHING = [(name, said) for model in apps.get_models() for name, said in errors_of(model)]
EVERYTHING += [(rule.name, rule.message) for rule in HELD]


@pytest.mark.parametrize(("name", "said"), EVERYTHING, ids=[name for name, _ in EVERYTHING])
def test_every_constraint_and_every_trigger_has_a_sentence(name, said):
    sentence = sentence_of(IntegrityError(said))

    assert sentence
    assert sentence.startswith("This ")
    assert sentence.endswith(".")
    assert "_" not in sentence


def test_every_name_of_a_constraint_of_ours_reads_as_a_sentence():
    ours = [
        constraint.name
        for model in apps.get_models()
        if model.__module__.partition(".")[0] not in ("allauth", "django")
        for constraint in model._meta.constraints
    ]

    assert [name for name in ours if len(name.split("_")) < 4] == []
    assert len(ours) > 60
    assert len(EVERYTHING) > 150


def test_a_fault_of_ours_is_none_of_the_persons_business():
    assert sentence_of(IntegrityError("NOT NULL constraint failed: cases_case.title")) is None
    assert sentence_of(IntegrityError('null value in column "title" violates not-null constraint')) is None


def refused_by(write) -> str | None:
    """What the person is told of what this database really says."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        write()
    return sentence_of(refused.value)


def test_what_this_database_says_is_understood(db):
    meeting, member = MeetingFactory(), MemberFactory()
    presenter = Presenter.objects.create(case=CaseFactory(site=member.site), member=member)
    user = UserFactory(email="ruth@example.org")

    assert refused_by(
        lambda: Presenter.objects.bulk_create([Presenter(case=presenter.case, member=presenter.member)])
    ) == ("This is there already: a member presents a case once. Reload the page to see it.")
    assert refused_by(
        lambda: Meeting.objects.filter(pk=meeting.pk).update(cancelled_at=meeting.starts_at)
    ) == ("This cannot be saved: a cancelled meeting says why. Change it and try again.")
    assert "an override says why" in refused_by(
        lambda: MarkOverride.objects.create(
            member=member, mark="X", reason="", since=member.joined_on, by=user
        )
    )
    assert refused_by(lambda: User.objects.create(email="ruth@example.org", name="R")).startswith(
        "This is there already: a user of this"
    )


@pytest.mark.parametrize(
    "said",
    [
        "FOREIGN KEY constraint failed",
        'insert or update on table "a" violates foreign key constraint "a_b_id_123_fk_b_id"\nDETAIL:  Key (b_id)=(7) is not',
        "The row in table 'a' with primary key '1' has an invalid foreign key: a.b_id contains a value '7'",
    ],
)
def test_a_row_that_is_gone_is_said_so(said):
    assert sentence_of(IntegrityError(said)) == GONE


def test_a_form_keeps_what_was_typed_when_the_database_refuses():
    form = Form({"anything": "typed"})

    def verb():
        raise IntegrityError("CHECK constraint failed: an_override_says_why")

    assert accepted(form, verb) is None
    assert form.non_field_errors() == ["This cannot be saved: an override says why. Change it and try again."]


def test_a_form_does_not_hide_a_fault():
    def verb():
        raise IntegrityError("NOT NULL constraint failed: a.b")

    with pytest.raises(IntegrityError):
        accepted(Form({}), verb)


def test_a_page_says_what_the_database_refuses(db, client):
    request = RequestFactory().post("/")
    request.user, request.session = UserFactory(), {}
    answer = RefusalMiddleware(lambda request: None).process_exception(
        request, IntegrityError("CHECK constraint failed: an_override_says_why")
    )

    assert answer.status_code == 409
    assert "an override says why" in answer.content.decode()
    assert len(refusals()) > 100
