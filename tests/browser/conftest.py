"""Journeys in headless Chromium, on a live server. A console error or a broken content security policy fails the test."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the thread of the test

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 30_000  # milliseconds: a busy machine is slow, not wrong
expect.set_options(timeout=PATIENCE)
FLAGS = [
    "--headless=new",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
RULES_OF_COLOUR = {
    "type": "rule",
    "values": ["color-contrast", "link-in-text-block"],
}  # nothing else sees the dark
BROKEN_RULES = (
    """async (runOnly) => (await axe.run(document, { runOnly, resultTypes: ["violations"] })).violations"""
)

LYING_OVER_EACH_OTHER = """() => {
  const shown = [...document.querySelectorAll(".masthead :is(a, input, button, summary)")]
    .filter((each) => !each.closest("details > ul") && each.checkVisibility())
    .map((each) => [each, each.getBoundingClientRect()]);
  const words = ([each]) => each.textContent.trim() || each.name;
  const over = ([, one], [, other]) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1
    && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1;
  return shown.flatMap((one, place) => shown.slice(place + 1).filter((other) => over(one, other))
    .map((other) => `${words(one)} and ${words(other)}`));
}"""


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.path).parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The Chromium of the system; Playwright's own is never downloaded."""
    names = [
        os.environ.get("CHROMIUM"),
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ]
    program = next((found for name in names if name and (found := shutil.which(name))), None)
    if program is None:
        pytest.fail("Chromium is not installed: apt-get install chromium")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": program, "args": FLAGS + sandbox}


@pytest.fixture
def browser_context_args(browser_context_args, live_server):
    """Pages are named by their path alone."""
    return {
        **browser_context_args,
        "base_url": live_server.url,
        "locale": "en-GB",
        "timezone_id": "Europe/London",
        "viewport": {"width": 1280, "height": 900},
    }


@pytest.fixture(autouse=True)
def _nothing_goes_wrong_unseen(context):
    """Watch every page of the test: script errors, broken policy, and files that did not load."""
    troubles = []

    def watch(page):
        page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
        page.on("console", heard)
        page.on("response", answered)

    def heard(message):
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            troubles.append(f"console: {message.text}")

    def answered(response):
        is_file = response.request.resource_type not in ("document", "xhr", "fetch")
        if response.status >= 500 or (is_file and response.status >= 400):
            troubles.append(f"{response.status} for {response.url}")

    context.set_default_timeout(2 * PATIENCE)
    context.on("page", watch)
    yield
    assert troubles == []


@pytest.fixture
def sign_in(live_server):
    """`sign_in(page, user)`: from now on this page belongs to `user`. The sign-in form has its own tests."""

    def sign_in(page, user):
        client = Client()
        client.force_login(user)
        page.context.clear_cookies()
        page.context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                    "url": live_server.url,
                }
            ]
        )

    return sign_in


@pytest.fixture(scope="session")
def _axe_source():
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()


@pytest.fixture
def axe(_axe_source):
    """`axe(page)`: nothing on this page keeps anyone out, in light and in dark; nothing scrolls sideways, and
    nothing in the head of the page lies over another.
    """

    def check(page):
        page.evaluate(f"if (!window.axe) {{ {_axe_source} }}")
        for mode, rules in (("light", RULES), ("dark", RULES_OF_COLOUR)):
            page.emulate_media(color_scheme=mode)
            words = [
                f"{rule['id']} ({mode}): {node['html'][:200]} {node['failureSummary']}"
                for rule in page.evaluate(BROKEN_RULES, rules)
                for node in rule["nodes"]
            ]
            assert words == [], page.url
        page.emulate_media(color_scheme=None)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
            f"{page.url} scrolls sideways"
        )
        assert page.evaluate(LYING_OVER_EACH_OTHER) == [], (
            f"{page.url}: something in the head lies over another"
        )

    return check
