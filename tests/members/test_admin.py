"""The Django admin holds accounts and vocabularies, and nothing of what people say."""

import pytest
from django.contrib import admin
from django.urls import reverse

from members.models import User
from tests.factories.members import UserFactory

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
