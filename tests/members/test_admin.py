"""The Django admin holds accounts and vocabularies, and nothing of what people say."""

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from members.models import Discipline, User
from tests.factories.members import DisciplineFactory, UserFactory

CONFIDENTIAL = {
    "Member",
    "Invitation",
    "MemberUpload",
    "Agreement",
    "Facilitation",
    "MarkOverride",
    "Expense",
    "Role",
}


def test_accounts_and_vocabularies_are_in_the_admin():
    ours = {
        model.__name__
        for model in admin.site._registry
        if model.__module__.startswith(("members", "sites_app"))
    }

    assert ours == {"User", "Sector", "Discipline", "Organisation"}
    assert not ours & CONFIDENTIAL


@pytest.mark.parametrize(
    "model", ["members_user", "members_discipline", "sites_app_sector", "sites_app_organisation"]
)
def test_its_lists_open_for_a_superuser(client, db, model):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))

    assert client.get(reverse(f"admin:{model}_changelist")).status_code == 200


def test_an_account_is_neither_made_nor_deleted_there(client, db):
    user = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(user)

    assert client.get(reverse("admin:members_user_add")).status_code == 403
    assert client.get(reverse("admin:members_user_delete", args=[user.pk])).status_code == 403
    assert client.get(reverse("admin:members_user_change", args=[user.pk])).status_code == 200
    assert User.objects.count() == 1


def test_a_role_added_there_is_no_row_of_earlier_figures_and_renaming_one_keeps_its_day(client, db):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    first = DisciplineFactory()
    row = {"programme": first.programme_id, "sector": first.sector_id, "position": 2}

    client.post(reverse("admin:members_discipline_add"), row | {"name": "School nurse"})
    client.post(reverse("admin:members_discipline_change", args=[first.pk]), row | {"name": "Social worker"})

    assert list(Discipline.objects.order_by("pk").values_list("name", "added_on")) == [
        ("Social worker", None),
        ("School nurse", timezone.localdate()),
    ]
