"""How tests read a page: what it says, however its HTML is wrapped."""


def one_line(html: str) -> str:
    """Return `html` with every run of white space as one space, as a browser shows it."""
    return " ".join(html.split())
