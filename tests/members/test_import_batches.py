"""A long list is added by a worker, in batches: set-based, resumed after a kill, done once, and reported."""

from datetime import date, timedelta

import pytest
from django.conf import settings as installed
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kit.errors import RefusedError
from kit.models import AuditEvent
from kit.spreadsheets import Sheet
from members import actions
from members.actions import importing
from members.models import Invitation, InvitationMail, MemberUpload
from members.models.joining import MOST_ATTEMPTS
from members.tasks import import_lists
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 10)


def uploaded(people, number: int, *, invites: bool = False) -> MemberUpload:
    """A list of so many people, each with an address and every second with consent, that was confirmed."""
    rows = [["Name", "E-mail", "Org", "Newsletter?", "Shoe size"]] + [
        [f"Person {each}", f"p{each}@example.org", f"Trust {each % 3}", "yes" if each % 2 else "", "7"]
        for each in range(number)
    ]
    by = people.users["facilitator"]
    upload = actions.upload_members(
        people.site, sheets=[Sheet("", rows)], file_name="list.csv", joined_on=date(2026, 6, 1), by=by
    )
    actions.choose_for_list(upload, disciplines={}, decided={}, invites=invites)
    return actions.confirm_upload(upload, by=by)


def killed_after(monkeypatch, batches: int):
    """Have a worker die in the middle of the batch after so many."""
    add, calls = importing.add_members, []

    def add_or_die(*args, **kwargs):
        calls.append(1)
        added = add(*args, **kwargs)
        if len(calls) > batches:
            raise SystemExit
        return added

    monkeypatch.setattr(importing, "add_members", add_or_die)


def test_the_queries_grow_by_batches_and_not_by_rows(people, small_batches):
    counts = []
    for number in (3, 4, 10, 20, 40):  # three organisations are new in the first
        uploaded(people, number, invites=True)
        with CaptureQueriesContext(connection) as queries:
            assert import_lists() == 1
        counts.append(sum("SAVEPOINT" not in query["sql"] for query in queries))
        people.site.members.filter(name__startswith="Person", user=None).update(name="Renamed", email="")

    _, four, ten, two_batches, four_batches = counts
    assert four == ten
    assert four_batches - two_batches == 2 * (two_batches - ten)
    assert two_batches - ten <= 12


def test_a_worker_that_is_killed_is_followed_by_one_that_goes_on(people, monkeypatch, small_batches):
    upload = uploaded(people, 45)
    before = people.site.members.count()
    with monkeypatch.context() as dying:
        killed_after(dying, 2)
        with pytest.raises(SystemExit):
            import_lists()

    upload.refresh_from_db()
    assert (upload.done, upload.imported_at) == (20, None)
    assert people.site.members.count() == before + 20  # the batch in which it died is undone
    assert import_lists() == 0  # its claim is still running

    MemberUpload.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert import_lists() == 1

    upload.refresh_from_db()
    assert [row["row"] for row in upload.report] == list(range(2, 47))
    assert {row["outcome"] for row in upload.report} == {"added"}
    assert people.site.members.filter(name__startswith="Person", user=None).count() == 45
    assert AuditEvent.objects.filter(verb="import members").count() == 1


def test_a_worker_that_comes_back_late_adds_nobody(people, small_batches):
    upload = uploaded(people, 15)
    late = MemberUpload.objects.select_related("site__programme").get(pk=upload.pk)
    late.attempts = 1
    batches = importing._Batches(late)
    MemberUpload.objects.update(attempts=2)  # another worker has it by now

    assert batches.add_one() is False
    assert not people.site.members.filter(name__startswith="Person 1", user=None).exists()


def test_an_import_that_keeps_failing_stops_and_can_be_resumed(people, signed_in):
    upload = uploaded(people, 200)
    MemberUpload.objects.update(attempts=MOST_ATTEMPTS)
    client = signed_in("facilitator")
    confirm = reverse("members:member_import_confirm", args=[people.site.slug, upload.pk])

    assert import_lists() == 0
    assert "The import has stopped." in client.get(upload.get_absolute_url()).content.decode()

    client.post(confirm)
    import_lists()

    assert people.site.members.filter(name__startswith="Person", user=None).count() == 200


def test_two_presses_import_once(people, signed_in):
    client = signed_in("facilitator")
    upload = uploaded(people, 150)
    confirm = reverse("members:member_import_confirm", args=[people.site.slug, upload.pk])

    for _ in range(2):
        client.post(confirm)
        import_lists()

    assert people.site.members.filter(name__startswith="Person", user=None).count() == 150
    with pytest.raises(RefusedError):
        actions.choose_columns(MemberUpload.objects.get(), columns={"name": 0})


def test_somebody_added_meanwhile_is_not_added_again(people, monkeypatch, small_batches):
    uploaded(people, 15)
    finish = importing.add_members

    def add_and_another(site, rows, *, by):
        added = finish(site, rows, by=by)
        if rows and rows[0].name == "Person 0":
            MemberFactory(site=people.site, without_account=True, name="PERSON 12")
        return added

    monkeypatch.setattr(importing, "add_members", add_and_another)
    import_lists()

    outcomes = {row["name"]: row["outcome"] for row in MemberUpload.objects.get().report}
    assert outcomes["Person 12"] == "here"
    assert outcomes["Person 13"] == "added"


def test_the_page_shows_how_far_it_is_with_and_without_script(people, signed_in):
    client = signed_in("facilitator")
    upload = uploaded(people, 150)
    MemberUpload.objects.update(done=30)
    progress = reverse("members:member_import_progress", args=[people.site.slug, upload.pk])

    page = client.get(upload.get_absolute_url()).content.decode()
    part = client.get(progress, headers={"HX-Request": "true"})

    assert "30 of 150 people dealt with." in page
    assert '<progress class="import-progress" max="100" value="20"' in page
    assert "30 of 150 people dealt with." in part.content.decode()
    assert client.get(progress).url == upload.get_absolute_url()

    import_lists()
    assert client.get(progress, headers={"HX-Request": "true"})["HX-Redirect"] == upload.get_absolute_url()


def test_nobody_is_mailed_unless_it_is_asked_for(people):
    uploaded(people, 15)
    import_lists()

    report = MemberUpload.objects.get().report
    assert not InvitationMail.objects.exists()
    assert [row["mail"] for row in report[:2]] == ["not agreed", "not asked"]


def test_those_who_agreed_are_invited_once_if_it_is_asked_for(people, signed_in):
    upload = uploaded(people, 15, invites=True)
    import_lists()
    import_lists()

    page = signed_in("facilitator").get(upload.get_absolute_url()).content.decode()
    assert (
        Invitation.objects.filter(member__name__startswith="Person").count()
        == InvitationMail.objects.count()
        == 7
    )
    assert "7 people are being sent an invitation to sign in." in " ".join(page.split())
    assert "8 people have not agreed to receive e-mails" in " ".join(page.split())


def test_the_report_can_be_downloaded_and_runs_no_formula(people, signed_in):
    client = signed_in("facilitator")
    rows = [["Name", "Newsletter?"], ["=HYPERLINK(1)", "perhaps"], ["Ann Low", "yes"]]
    upload = actions.upload_members(
        people.site, sheets=[Sheet("", rows)], file_name="a.csv", joined_on=date(2026, 6, 1), by=people.users["facilitator"]
    )  # fmt: skip
    client.post(reverse("members:member_import_confirm", args=[people.site.slug, upload.pk]))

    lines = client.get(reverse("members:member_import_download", args=[people.site.slug, upload.pk])).content.decode("utf-8-sig").splitlines()  # fmt: skip

    assert lines[0] == "Row,Name,Result,Why,What was not taken as written,E-mail"
    assert lines[1].startswith("2,'=HYPERLINK(1),Added,,\"“perhaps” is not a clear yes")
    assert lines[2] == "3,Ann Low,Added,,,No e-mail address"


def test_the_list_is_gone_when_it_is_imported_and_the_report_a_month_later(people):
    upload = uploaded(people, 15)
    import_lists()

    upload.refresh_from_db()
    assert (upload.rows, upload.sheets, upload.columns, upload.decided) == ([], [], {}, {})
    assert upload.not_taken == ["Shoe size (column E)"]
    MemberUpload.objects.update(imported_at=timezone.now() - timedelta(days=31))
    assert actions.forget_old_uploads() == 1


def test_lists_that_are_due_are_looked_for_by_themselves():
    entry = installed.CELERY_BEAT_SCHEDULE["members: import the lists that are due"]

    assert entry["task"] == import_lists.name
