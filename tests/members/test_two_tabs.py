"""What happens in a second tab, or to a page that was left open, after signing out or in as somebody else."""

import pytest
from django.test import Client
from django.urls import reverse

from members.models import Session
from tests.factories.members import PASSWORD, InvitationFactory, MemberFactory, UserFactory

pytestmark = pytest.mark.django_db

LOGIN, DETAILS = "/accounts/login/", "/me/"


@pytest.fixture
def browser():
    """A browser that checks where forms come from, as a real one is checked."""
    return Client(enforce_csrf_checks=True)


def token_on(page) -> str:
    return page.context["csrf_token"]


def sign_in(browser, user, **more):
    page = browser.get(LOGIN)
    typed = {"login": user.email, "password": PASSWORD, "csrfmiddlewaretoken": token_on(page), **more}
    return browser.post(LOGIN, typed)


def sign_out(browser):
    page = browser.get("/accounts/logout/")
    return browser.post("/accounts/logout/", {"csrfmiddlewaretoken": token_on(page)})


def test_a_form_of_somebody_who_signed_out_in_another_tab_changes_nothing_for_the_next_person(browser):
    ruth, tom = UserFactory(name="Ruth Adeyemi"), UserFactory(name="Tom Hallett")
    sign_in(browser, ruth)
    left_open = token_on(browser.get(DETAILS))
    sign_out(browser)
    sign_in(browser, tom)

    typed = {"name": "Ruth A. Adeyemi", "job_title": "", "colour_mode": "", "csrfmiddlewaretoken": left_open}
    answer = browser.post(DETAILS, typed)

    assert answer.status_code == 403
    tom.refresh_from_db()
    assert tom.name == "Tom Hallett"


def test_a_form_that_was_left_open_leads_to_signing_in_and_back(browser):
    ruth = UserFactory(name="Ruth Adeyemi")
    sign_in(browser, ruth)
    left_open = token_on(browser.get(DETAILS))
    sign_out(browser)

    typed = {"name": "Ruth A. Adeyemi", "job_title": "", "colour_mode": "", "csrfmiddlewaretoken": left_open}
    answer = browser.post(DETAILS, typed)

    assert answer.url.startswith(f"{LOGIN}?next={DETAILS}")
    ruth.refresh_from_db()
    assert ruth.name == "Ruth Adeyemi"


def test_the_session_of_before_signing_out_is_of_no_use(browser):
    sign_in(browser, UserFactory())
    stolen = browser.cookies.copy()
    sign_out(browser)

    thief = Client()
    thief.cookies = stolen

    assert thief.get(DETAILS).url.startswith(LOGIN)
    assert Session.objects.filter(user__isnull=False).count() == 0


def test_no_page_of_somebody_signed_in_stays_in_the_browser(browser):
    """The back button after signing out shows nothing: no page may be stored."""
    sign_in(browser, UserFactory())

    for path in ("/", DETAILS, reverse("members:session_list"), reverse("mfa_index")):
        assert "no-store" in browser.get(path)["Cache-Control"]


def test_the_confirmation_of_one_person_does_not_count_for_the_next(browser):
    ruth, tom = UserFactory(), UserFactory()
    sign_in(browser, ruth)
    sign_out(browser)
    Client.force_login(browser, tom)
    session = browser.session
    session["account_authentication_methods"] = []  # as a session would be a day later
    session.save()

    assert browser.get(reverse("mfa_activate_totp")).url.startswith(reverse("account_reauthenticate"))


def test_confirming_leads_back_to_the_page_and_asks_once(browser):
    sign_in(browser, UserFactory())
    session = browser.session
    session["account_authentication_methods"] = []
    session.save()
    asked = browser.get(reverse("mfa_activate_totp"))
    page = browser.get(asked.url)

    then = browser.post(asked.url, {"password": PASSWORD, "csrfmiddlewaretoken": token_on(page)}, follow=True)

    assert then.request["PATH_INFO"] == reverse("mfa_activate_totp")
    assert then.status_code == 200


def test_an_invitation_does_not_join_whoever_happens_to_be_signed_in(browser):
    tom = UserFactory(email="tom@example.org")
    invitation = InvitationFactory(
        member=MemberFactory(user=None, email="dev@example.org"), email="dev@example.org"
    )
    sign_in(browser, tom)

    page = browser.get(invitation.get_absolute_url())
    typed = {"name": "Dev", "password": "three words apart", "again": "three words apart"}
    browser.post(invitation.get_absolute_url(), {**typed, "csrfmiddlewaretoken": token_on(page)})

    assert "Sign out first" in page.content.decode()
    invitation.refresh_from_db()
    assert invitation.is_open
    assert browser.get(DETAILS).wsgi_request.user == tom


def test_who_accepts_an_invitation_on_a_shared_computer_can_say_so(browser):
    invitation = InvitationFactory(
        member=MemberFactory(user=None, email="dev@example.org"), email="dev@example.org"
    )
    page = browser.get(invitation.get_absolute_url())
    typed = {
        "name": "Dev Malik",
        "password": "three words apart",
        "again": "three words apart",
        "shared": "on",
    }

    browser.post(invitation.get_absolute_url(), {**typed, "csrfmiddlewaretoken": token_on(page)})

    assert browser.session["shared_computer"] is True
