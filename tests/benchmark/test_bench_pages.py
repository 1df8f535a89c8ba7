"""The bench of pages: it asks for every page of the table, says how costs grow, and names what has no figure."""

import importlib.util
import sys
from pathlib import Path

import pytest

from tests.permissions.table import TABLE
from tests.permissions.world import ROLES

SCRIPTS = Path(__file__).resolve().parent.parent.parent / "scripts"


@pytest.fixture
def bench(monkeypatch):
    """A script of the bench as a module: bench("bench_pages")."""
    monkeypatch.syspath_prepend(str(SCRIPTS))

    def load(name):
        spec = importlib.util.spec_from_file_location(name, SCRIPTS / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, name, module)
        spec.loader.exec_module(module)
        return module

    return load


def test_every_page_that_somebody_is_shown_is_asked_for(bench):
    asked = {name.partition(" / ")[0] for name, _ in bench("bench_worlds").pages_of_the_table(ROLES)}
    shown = {row.name for row in TABLE if "+" in row.get and not row.name.startswith("demonstration:")}

    assert {name for name in shown - asked if "pdf" not in name and "docx" not in name} == set()


def test_the_growth_of_a_page_is_an_exponent_of_the_number_of_cases(bench):
    pages = bench("bench_pages")
    page = page_of(pages, "case_list", {100: 0.010, 10_000: 0.040})

    (exponent,) = pages.growth(page, [100, 10_000], on_a_server=False)

    assert exponent == pytest.approx(0.301, abs=0.001)
    assert not pages.passes(page, [100, 10_000], on_a_server=False)


def test_the_report_ends_with_what_does_not_pass_and_names_what_has_no_figure(bench):
    pages = bench("bench_pages")
    slow = page_of(pages, "case_list", {100: 0.010, 10_000: 1.0})
    quick = page_of(pages, "home", {100: 0.050, 10_000: 0.055})
    new = pages.Page("brand_new", "member", why_not={100: "this world has no such row"})

    lines = list(pages.report([slow, new, quick], [100, 10_000], on_a_server=False))

    assert [line.split()[0] for line in lines[1:3]] == ["home", "case_list"]
    assert "  brand_new (member): this world has no such row" in lines
    assert any(line.startswith("  1.00  case_list (broker)") for line in lines)


def page_of(pages, name, seconds):
    page = pages.Page(name, "broker")
    for cases, cost in seconds.items():
        page.costs[cases] = pages.Cost([cost], [cost], [cost], 5, 1000, (cost, 'SELECT 1 FROM "cases_case"'))
    return page
