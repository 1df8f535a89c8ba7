"""Who may is asked of the rules: no page decides it by a person's places itself, and none asks Django's `has_perm`.

`user.standing` may choose rows (`site__in=user.standing.reading_sites`). What it decides otherwise stands in the lists
below, each place with what it is about, which is never a permission.
"""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = [app.parent for app in ROOT.glob("*/apps.py")]
PAGES = {
    path
    for app in APPS
    for path in app.rglob("*.py")
    if app.name == "pages" or path.name == "views.py" or "views" in path.parts
}
DECIDES_WITHOUT_A_PERMISSION = {
    "cases.clearance.views.agreements: _add_answers": "which presenter is the reader, in words",
    "cases.clearance.views.answers: _page": "which presenter is the reader, in words",
    "cases.clearance.views.answers: _saved": "which presenter is the reader, in words",
    "meetings.views.feeds: _addresses_for": "which meetings have the page of their own invitation as address",
    "newsletter.views.archive: _audience_of": "which edition is theirs",
    "newsletter.views.archive: issue_detail": "which edition is theirs",
    "pages.home.broker: meetings_to_go_to": "which meetings are of sites that they broker for",
    "pages.home.overview: programmes": "whether there are programmes of theirs without a site",
    "pages.home.news: news_from_brokers": "whether there is anything to read from the database",
    "pages.home.sidebar: diary": "which programmes' dates are theirs",
    "pages.home.sidebar: own_places": "at which sites they are a member only",
    "pages.home.views: home_context": "which parts their home is made of",
    "pages.home.views: shows_write_ups": "which parts their home is made of",
    "pages.issues.views: _beside": "which lists the page has, and of which sites",
    "pages.notices.at_site: _who": "by which of their places somebody is named",
    "pages.notices.sources.published: _opens": "whom a notice is for; its page asks the rules",
    "pages.notices.sources.questions: _reads": "whom a notice is for; its page asks the rules",
    "pages.notices.sources.texts: _is_from_the_site": "whom a notice is for; its page asks the rules",
    "pages.navigation: _place": "who they are, in words",
    "pages.navigation: _items_of": "which items their menu has",
    "knowledge.views.evidence: evidence_list": "whether rows say which programme they belong to",
}
TEMPLATES_THAT_SAY_WHO_SOMEBODY_IS = {
    "library/library.html",  # a hint for members: questions are asked from a case
    "members/my_details.html",  # facilitator or member of each site, in words
    "pages/home/_late.html",  # names the programme to a team of more than one
    "pages/home.html",  # names the programmes of roles; says that somebody has no place yet
}


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def is_standing(node: ast.AST) -> bool:
    return getattr(node, "attr", getattr(node, "id", "")) == "standing"


def holds_standing(node: ast.AST | None) -> bool:
    """Whether `standing` is read in `node`, except where it only chooses rows, as a keyword of a call."""
    if node is None or isinstance(node, ast.keyword):
        return False
    return is_standing(node) or any(holds_standing(child) for child in ast.iter_child_nodes(node))


def decisions(node: ast.AST) -> list[ast.AST]:
    """What `node` itself decides by: the test of an if, what a comprehension keeps, both sides of an `in`, a bool()."""
    match node:
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test):
            return [test]
        case ast.comprehension(ifs=ifs):
            return ifs
        case ast.Compare() | ast.BoolOp() | ast.UnaryOp(op=ast.Not()):
            return [node]
        case ast.Call(func=ast.Name(id="bool"), args=args):
            return args
    return []


def decided_by_standing(tree: ast.AST) -> set[str]:
    """The functions that decide something by `standing`."""
    return {
        function.name
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if any(holds_standing(decision) for decision in decisions(node))
    }


def test_no_page_decides_by_somebodys_places_what_they_may_do():
    found = {
        f"{module_of(path)}: {name}"
        for path in PAGES
        for name in decided_by_standing(ast.parse(path.read_text()))
    }

    assert found - set(DECIDES_WITHOUT_A_PERMISSION) == set(), "ask rules.has_perm or require_perm instead"
    assert set(DECIDES_WITHOUT_A_PERMISSION) - found == set(), "no longer needed"


def test_no_template_decides_by_somebodys_places_what_they_may_do():
    templates = ROOT / "templates"
    found = {
        str(path.relative_to(templates))
        for path in templates.rglob("*.*")
        if path.suffix in (".html", ".txt") and re.search(r"\bstanding\.", path.read_text())
    }

    assert found == TEMPLATES_THAT_SAY_WHO_SOMEBODY_IS


def test_permission_is_asked_of_the_rules_only():
    asked_of_django = re.compile(r"(?<!\brules)\.has_perms?\(|\bpermission_required\b")
    code = [path for app in APPS for path in app.rglob("*.py")]
    in_templates = re.compile(r"\bperms\.")

    assert [path for path in code if asked_of_django.search(path.read_text())] == []
    assert [
        path for path in (ROOT / "templates").rglob("*.html") if in_templates.search(path.read_text())
    ] == []


def test_a_decision_by_standing_would_be_found():
    def found(line: str) -> bool:
        return decided_by_standing(ast.parse(f"def view(user, row):\n    {line}")) == {"view"}

    assert found("may = row.site_id in user.standing.facilitates")
    assert found("return bool(standing.broker)")
    assert found("return 1 if desk.standing.programme_team else 2")
    assert found("return [one for one in row if one.pk in user.standing.sites]")
    assert found("return user.is_authenticated and user.standing.broker")
    assert not found("return Site.objects.filter(pk__in=user.standing.sites)")
    assert not found("own = user.standing.member_ids")


def test_the_pages_are_seen():
    seen = {module_of(path) for path in PAGES}

    assert {"pages.notices.sources.texts", "newsletter.views.editing", "sites_app.views"} <= seen
