"""The Django admin: for vocabularies and accounts, and nothing that people said."""

import re

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from members.models import User
from tests.factories.members import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

REGISTERED = {
    "cases.need",
    "cases.theme",
    "members.discipline",
    "members.user",
    "sites_app.organisation",
    "sites_app.sector",
}


@pytest.fixture
def root():
    return User.objects.create_superuser("root@example.org", PASSWORD, name="Root")


def test_only_vocabularies_and_accounts_are_in_it():
    assert {model._meta.label_lower for model in admin.site._registry} == REGISTERED


def test_signing_in_to_it_goes_through_the_same_page_as_for_everybody(client):
    answer = client.get(reverse("admin:index"), follow=True)

    assert answer.redirect_chain[-1][0].startswith("/accounts/login/?next=")
    assert (
        client.post(
            reverse("admin:login"), {"username": "root@example.org", "password": PASSWORD}
        ).status_code
        == 302
    )
    assert "_auth_user_id" not in client.session


def test_people_who_are_not_staff_are_kept_out(client):
    client.force_login(UserFactory())

    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_its_pages_hold_no_code_that_the_policy_would_stop(client, root):
    client.force_login(root)
    pages = [reverse("admin:index"), reverse("admin:password_change")]
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages.append(reverse(f"{name}_changelist"))
        if model is User:
            pages.append(reverse(f"{name}_change", args=[root.pk]))
        else:
            pages.append(reverse(f"{name}_add"))

    for page in pages:
        answer = client.get(page)
        text = answer.content.decode()
        assert answer.status_code in (200, 302), page
        assert not re.search(r"<style\b|<[^>]+\sstyle\s*=", text), page
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", text), page
        assert not re.search(r"<[^>]+\son[a-z]+\s*=", text), page


def test_it_makes_no_account_and_takes_over_none(client, root):
    ruth = UserFactory(email="ruth@example.org")
    client.force_login(root)

    adding = client.get("/admin/members/user/add/")
    client.post(
        reverse("admin:members_user_change", args=[ruth.pk]),
        {"email": "root@example.org", "name": "Ruth", "password": "x", "is_active": "on"},
    )
    deleting = client.get(reverse("admin:members_user_delete", args=[ruth.pk]))
    password = client.get(f"/admin/members/user/{ruth.pk}/password/")

    assert (adding.status_code, deleting.status_code, password.status_code) == (403, 403, 302)
    ruth.refresh_from_db()
    assert (ruth.email, ruth.check_password(PASSWORD)) == ("ruth@example.org", True)


def test_closing_an_account_there_signs_its_owner_out(root):
    ruth, hers, office = UserFactory(), Client(), Client()
    hers.force_login(ruth)
    office.force_login(root)

    office.post(reverse("admin:members_user_change", args=[ruth.pk]), {"name": ruth.name})

    assert hers.get("/accounts/2fa/").status_code == 302
