"""Everything that somebody outside a site reads from some addresses on."""

from tests.crawling import Walk, links_in


def pages_seen(client, user, *, from_: list[str]) -> str:
    """Everything that this person reads from these addresses on, following links."""
    client.logout()
    if user is not None:
        client.force_login(user)
    walk = Walk("/", each=4, skip=("account", "admin"))
    walk.add(from_)
    said = []
    for path in walk:
        response = client.get(path)
        if response.get("Content-Type", "").startswith("text/html"):
            page = response.content.decode()
            said.append(page)
            walk.add(links_in(page, at=path))
    return "\n".join(said)
