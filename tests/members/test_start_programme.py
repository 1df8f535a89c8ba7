"""`manage.py start_programme`: from an empty database to somebody who can sign in."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from members.models import Role, User
from sites_app.models import Programme, Sector

pytestmark = pytest.mark.django_db
PASSWORD = "three quiet words"
GOOD = {
    "name": "Common Ground",
    "starts": "1 March 2026",
    "ends": "2027-02-28",
    "team_email": "Ana@Example.org",
    "team_name": "Ana Reed",
    "password": PASSWORD,
}


def test_it_makes_all_that_the_rest_is_done_with(capsys, client):
    call_command("start_programme", **GOOD)

    programme = Programme.objects.get()
    ana = User.objects.get()
    said = capsys.readouterr().out
    assert (programme.slug, ana.email, ana.is_superuser) == ("common-ground", "ana@example.org", False)
    assert ana.standing.programme_team == {programme.pk}
    assert Sector.objects.count() == 5
    assert programme.ground_rules.get().version == 1
    assert f"http://testserver{reverse('sites:site_add', args=['common-ground'])}" in said
    assert client.login(email="ana@example.org", password=PASSWORD)


def test_repeating_changes_nothing_and_says_so(capsys):
    call_command("start_programme", **GOOD)
    capsys.readouterr()

    call_command("start_programme", **GOOD | {"password": "another quiet word"})

    assert "Nothing has changed." in capsys.readouterr().out
    assert (Programme.objects.count(), User.objects.count(), Role.objects.count()) == (1, 1, 1)
    assert User.objects.get().check_password(PASSWORD)


def test_somebody_else_joins_the_team_of_a_programme_that_is_there(capsys):
    call_command("start_programme", **GOOD)

    call_command(
        "start_programme", **GOOD | {"team_email": "b@example.org", "team_name": "Ben Low", "starts": None}
    )

    assert "is there already. Ben Low is now on its team." in capsys.readouterr().out
    assert Role.objects.count() == 2


def test_without_a_password_one_is_set_by_mail(capsys):
    call_command("start_programme", **GOOD | {"password": None})

    assert not User.objects.get().has_usable_password()
    assert reverse("account_reset_password") in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": None}, "Give it as --name"),
        ({"name": " "}, "--name is empty"),
        ({"name": "x" * 200}, "longer than 120"),
        ({"name": "!!!"}, "that has letters in it"),
        ({"starts": None}, "Give it as --starts"),
        ({"starts": "soon"}, "is not a day"),
        ({"starts": "2026-02-30"}, "is not a day"),
        ({"starts": "0012-02-03"}, "between 1900 and 2100"),
        ({"ends": "2026-01-01"}, "cannot end before it starts"),
        ({"team_email": "ana"}, "is not an e-mail address"),
        ({"team_email": None}, "Give it as --team-email"),
        ({"team_name": None}, "Give it as --team-name"),
        ({"password": "short"}, "too short"),
    ],
)
def test_what_cannot_be_is_a_sentence_and_makes_nothing(change, sentence):
    with pytest.raises(CommandError, match=sentence) as refusal:
        call_command("start_programme", **GOOD | change)

    assert refusal.value.returncode == 1
    assert not Programme.objects.exists()
    assert not User.objects.exists()


def test_it_asks_for_what_is_not_given(monkeypatch, capsys):
    answers = iter(["Common Ground", "1 March 2026", "", "ana@example.org", "Ana Reed"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    monkeypatch.setattr("getpass.getpass", lambda question: PASSWORD)

    call_command("start_programme")

    assert Programme.objects.get().ends_on is None
    assert User.objects.get().check_password(PASSWORD)
