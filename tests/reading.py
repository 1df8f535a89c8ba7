"""How tests read a page: what it says, however its HTML is wrapped, and what its form was opened with."""

import re


def one_line(html: str) -> str:
    """Return `html` with every run of white space as one space, as a browser shows it."""
    return " ".join(html.split())


def main_of(response) -> str:
    """Return the main part of the page, without its header, which names people in the demonstration's menu."""
    page = response.content.decode()
    return page[page.index("<main") : page.index("</main>")]


def opened_in(response, label: str = "") -> dict[str, str]:
    """Return the hidden field of what the form on the page was opened with, to be sent with it; of the form called
    `label`, where there are several.
    """
    found = re.findall(r'name="opened" value="([^"]*)"', response.content.decode())
    return {"opened": next(value for value in found if value.startswith(label))}
