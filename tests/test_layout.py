"""Where things stand: one order of apps told once, no circle of files, and no way round the order that imports don't show."""

import ast
import re
import statistics
import tomllib
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
ABOVE_THE_PAGES = ("copsite", "benchmark", "demonstration")
PACKAGES = [*ABOVE_THE_PAGES, *(app for app in settings.OUR_APPS if "." not in app)]
WALKS_ALL_MODELS = (
    ROOT / "kit/privacy/register.py"
)  # it derives its list from the models, and names none of them
SHARED_TEMPLATES = {
    "components",
    "copsite",
    "pdf",
    "django",
    "allauth",
    "account",
    "mfa",
    "",
}  # they know no model of ours


def sources(*, migrations: bool = False) -> list[Path]:
    """Our own Python files, those of tests and scripts aside."""
    found = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return sorted(path for path in found if migrations or "migrations" not in path.parts)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def name_of(path: Path) -> str:
    """The dotted name of a module, such as `cases.clearance.models`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path, modules: set[str]) -> set[str]:
    """Those of `modules` that the file at `path` imports, wherever in it."""
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                found.add(full if full in modules else node.module)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found & modules - {name_of(path)}


def functions() -> list[ast.FunctionDef]:
    return [
        node for path in sources() for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef)
    ]


def test_no_files_import_each_other_in_a_circle():
    modules = {name_of(path): path for path in sources()}
    graph = {name: imports_of(path, set(modules)) for name, path in modules.items()}

    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as circle:
        pytest.fail(" -> ".join(circle.args[1]))
    assert set(order) == set(modules)


def test_a_circle_of_files_would_be_found():
    with pytest.raises(CycleError):
        list(
            TopologicalSorter(
                {"cases.models": {"cases.rules"}, "cases.rules": {"cases.models"}}
            ).static_order()
        )


def test_the_contracts_hold_the_order_of_the_settings():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = {contract["id"]: contract["layers"] for contract in contracts}

    top = [layer for layer in reversed(layers["layers"]) if layer not in ABOVE_THE_PAGES]
    assert top == [app for app in settings.OUR_APPS if "." not in app]
    for domain in ("cases", "knowledge"):
        subjects = [f"{domain}.{layer}" for layer in reversed(layers[domain]) if " : " not in layer]
        assert subjects == [app for app in settings.OUR_APPS if app.startswith(f"{domain}.")]


def test_every_domain_with_subjects_has_a_contract():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    held = {container for contract in contracts for container in contract.get("containers", [])}

    assert {app.split(".")[0] for app in settings.OUR_APPS if "." in app} == held


def test_types_are_checked_in_every_domain_below_the_pages():
    checked = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]["files"]

    assert {app for app in settings.OUR_APPS if "." not in app and app != "pages"} <= set(checked)


def test_functions_import_seldom_and_say_why():
    inside = {
        (path, node.lineno)
        for path in sources()
        for function in ast.walk(tree_of(path))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    silent = [
        f"{path.relative_to(ROOT)}:{line}"
        for path, line in sorted(inside)
        if "  # " not in path.read_text().splitlines()[line - 1]
    ]

    assert len(inside) <= 5
    assert silent == []


def test_no_model_is_looked_up_by_a_string():
    looks_up = re.compile(r"\.related_model\b|\bget_model\(|_meta\.get_field\(|apps\.get_models?\(\"")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources()
        if path != WALKS_ALL_MODELS
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if looks_up.search(line)
    ]

    assert found == []


def app_folder(name: str) -> str:
    """The folder of an app's templates, its label: `clearance` of `cases.clearance`."""
    return name.rpartition(".")[2]


def test_a_template_includes_only_templates_of_its_app_and_those_below():
    height = {app_folder(app): number for number, app in enumerate(settings.OUR_APPS)}
    height["demonstration"] = len(height)
    includes = re.compile(r"""\{%\s*(?:include|extends)\s+["']([^"']+)["']""")
    wrong = []
    for path in TEMPLATES.rglob("*.*"):
        own = path.relative_to(TEMPLATES).parts[0] if path.parent != TEMPLATES else ""
        for target in includes.findall(path.read_text()):
            other = target.split("/")[0] if "/" in target else ""
            assert other in SHARED_TEMPLATES or other in height, f"{path}: {target}"
            if other not in SHARED_TEMPLATES and own in height and height[other] > height[own]:
                wrong.append(f"{path.relative_to(TEMPLATES)} includes {target}")

    assert wrong == []


def test_every_template_folder_belongs_to_an_app():
    labels = {app_folder(app) for app in settings.OUR_APPS} | {"demonstration"}
    folders = {path.name for path in TEMPLATES.iterdir() if path.is_dir()}

    assert folders - labels - SHARED_TEMPLATES == set()


def test_functions_are_short():
    lengths = sorted(node.end_lineno - node.lineno + 1 for node in functions())

    assert statistics.median(lengths) <= 8
    assert lengths[int(len(lengths) * 0.9)] <= 30
