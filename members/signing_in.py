"""What is noted of a session when somebody signs in: how long it shall last, and in which browser it is."""

from django.conf import settings

from members.models.sessions import SHARED

BROWSER = "browser"  # in the session: the browser and the kind of device, in words
# What a browser sends of itself, the more special first: nearly all of them say Chrome or Safari, too.
BROWSERS = [
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
]  # fmt: skip
DEVICES = [
    ("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Android", "an Android phone or tablet"),
    ("Windows", "a Windows computer"), ("CrOS", "a Chromebook"), ("Macintosh", "a Mac"), ("Linux", "a Linux computer"),
]  # fmt: skip


def keep_as_chosen(request, *, remember: bool, shared: bool) -> None:
    """Let the session of somebody who signs in last as they chose. A shared computer is never remembered."""
    request.session.set_expiry(settings.ACCOUNT_SESSION_COOKIE_AGE if remember and not shared else 0)
    request.session[SHARED] = shared


def browser_of(request) -> str:
    """Return the browser and the kind of device of a request in words, such as "Firefox on a Windows computer"."""
    agent = request.META.get("HTTP_USER_AGENT", "")[:500]
    browser = next((words for sign, words in BROWSERS if sign in agent), "A browser")
    device = next((words for sign, words in DEVICES if sign in agent), "")
    return f"{browser} on {device}" if device else browser
