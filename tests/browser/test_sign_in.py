"""Signing in with a real browser: by password, by keyboard, without script, with a passkey, and by invitation."""

import re

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories.members import PASSWORD, GroundRulesFactory, InvitationFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

HOME = re.compile(r"^http://[^/]+/$")


@pytest.fixture
def ruth():
    return UserFactory(email="ruth@example.org", name="Ruth Adeyemi")


def give_password(page, password=PASSWORD):
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill("ruth@example.org")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.fixture
def phone(page):
    """A device that makes passkeys and says yes to everything, as a phone with a finger on it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )

    def agree(yes: bool):
        session.send(
            "WebAuthn.setUserVerified",
            {"authenticatorId": made["authenticatorId"], "isUserVerified": yes},
        )

    return agree


def test_by_keyboard_alone(page, ruth, axe):
    page.goto("/accounts/login/")
    axe(page)

    page.get_by_label("E-mail address").focus()
    page.keyboard.type("ruth@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    expect(page).to_have_url(HOME)


def test_what_is_wrong_is_said_at_the_top(page, ruth, axe):
    give_password(page, "not this one")

    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.get_by_label("E-mail address")).to_have_value("ruth@example.org")
    axe(page)


def test_without_script(browser, browser_context_args, ruth):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()

    give_password(page)

    expect(page).to_have_url(HOME)
    context.close()


def test_a_passkey_is_added_and_signs_in_without_a_password(page, ruth, phone, axe):
    give_password(page)
    page.goto(reverse("mfa_index"))
    axe(page)
    page.get_by_role("link", name="Add a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm it is you")
    axe(page)
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    axe(page)

    page.get_by_label("Name of the passkey").fill("My phone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Backup codes")
    axe(page)
    page.goto(reverse("mfa_list_webauthn"))
    expect(page.get_by_role("link", name="Rename My phone")).to_be_visible()
    axe(page)
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_label("This is a shared computer").check()
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page).to_have_url(HOME)
    expect(page.get_by_text("You will be signed out after 15 minutes without activity.")).to_be_visible()
    page.goto(reverse("mfa_list_webauthn"))
    expect(page.get_by_text("last used on")).to_be_visible()


def test_a_passkey_can_be_the_second_step(page, ruth, phone, axe):
    give_password(page)
    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Use it to sign in without my password").uncheck()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Backup codes")
    page.context.clear_cookies()

    give_password(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm it is you")
    axe(page)
    page.get_by_role("button", name="Use a passkey instead").click()

    expect(page).to_have_url(HOME)


def test_a_device_that_says_no_is_answered_in_words(page, ruth, phone, axe):
    phone(False)
    page.goto("/accounts/login/")

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_text("We did not get a passkey from your device.")).to_be_visible()
    axe(page)


def test_a_passkey_is_renamed_and_removed(page, ruth, phone, axe):
    give_password(page)
    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Backup codes")
    page.goto(reverse("mfa_list_webauthn"))

    page.get_by_role("link", name="Rename").click()
    axe(page)
    page.get_by_label("Name of the passkey").fill("Old phone")
    page.get_by_role("button", name="Save name").click()
    page.get_by_role("link", name="Remove Old phone").click()
    axe(page)
    page.get_by_role("button", name="Remove", exact=True).click()

    expect(page.get_by_role("heading", level=2)).to_have_text("No passkeys yet")


def test_an_app_for_codes_is_offered_as_picture_and_as_text(page, ruth, axe):
    give_password(page)
    page.goto(reverse("mfa_activate_totp"))
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()

    expect(page.get_by_role("img", name=re.compile("QR code for your app"))).to_be_visible()
    expect(page.get_by_label("Code as text")).not_to_have_value("")
    axe(page)


def test_an_invitation_leads_home(page, axe):
    invitation = InvitationFactory()
    GroundRulesFactory(programme=invitation.programme)
    page.goto(invitation.get_absolute_url())
    axe(page)

    page.get_by_label("Choose a password").fill("three words apart")
    page.get_by_label("The same password again").fill("three words apart")
    page.get_by_role("button", name="Join").click()

    expect(page).to_have_url(HOME)
    expect(page.get_by_text("Welcome, Invited.")).to_be_visible()


def test_a_letter_of_the_demonstration_is_read_and_its_link_followed(
    page, live_server, settings, tmp_path, axe
):
    settings.EMAIL_FILE_PATH = tmp_path
    link = f"{live_server.url}/confidentiality/"
    letter = EmailMultiAlternatives("News of May", f"Read {link}", "letters@example.org", ["tom@example.org"])
    letter.attach_alternative(f'<p style="color: #444">Read <a href="{link}">on</a></p>', "text/html")
    letter.connection = get_connection("kit.mail.KeepingBackend")
    letter.send()
    page.goto("/demo/mail/")
    axe(page)

    page.get_by_role("link", name="News of May").click()
    axe(page)
    page.get_by_role("link", name="See the formatted version").click()
    page.get_by_role("link", name="on").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Confidentiality")


@pytest.mark.parametrize(
    "address",
    ["/accounts/password/reset/", "/accounts/password/reset/done/", "/confidentiality/", "/accessibility/"],
)
def test_pages_for_anybody_keep_nobody_out(page, axe, address):
    page.goto(address)

    axe(page)
