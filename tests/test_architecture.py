"""The house rules that a machine can see: who imports whom, sizes, templates without code, locks without addresses."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.template import engines

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
APPS = ["copsite", *sorted(app.parent.name for app in ROOT.glob("*/apps.py"))]
SENT_OR_PRINTED = ("email", "pdf")  # folders of templates that no browser page is made of
INLINE = {
    "style": re.compile(r"<style\b|\sstyle\s*="),
    "script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*\btype=\"application/json\")[^>]*>|javascript:"),
    "handler": re.compile(r"<[^>]+\son[a-z]+\s*="),
}


def files(*patterns: str) -> list[Path]:
    """Our own files of these kinds, wherever they lie."""
    folders = [*APPS, "templates", "tests", "scripts", "static/scss", "static/js"]
    found = [path for folder in folders for pattern in patterns for path in (ROOT / folder).rglob(pattern)]
    return sorted(path for path in found if not {"__pycache__", "migrations"} & set(path.parts))


def pages() -> list[Path]:
    """Templates that become pages in a browser."""
    return [path for path in files("*.html") if not set(SENT_OR_PRINTED) & set(path.parts)]


def test_an_app_imports_only_the_apps_below_it():
    outcome = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert outcome.returncode == 0, outcome.stdout


def test_no_file_is_longer_than_400_lines():
    counted = {path: len(path.read_text().splitlines()) for path in files("*.py", "*.html", "*.js", "*.scss")}

    assert [f"{path.relative_to(ROOT)}: {lines}" for path, lines in counted.items() if lines > 400] == []


def test_the_line_count_sees_the_files():
    assert Path(__file__) in files("*.py")
    assert TEMPLATES / "base.html" in pages()


@pytest.mark.parametrize("kind", INLINE)
def test_no_page_holds_inline_code(kind):
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in pages()
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if INLINE[kind].search(line)
    ]

    assert found == []


def test_inline_code_would_be_found():
    assert INLINE["style"].search('<p style="color: red">')
    assert INLINE["script"].search("<script>go()</script>")
    assert INLINE["handler"].search('<button onclick="go()">')
    assert not INLINE["script"].search('<script src="/static/app.js" defer></script>')


def test_every_template_can_be_read():
    engine = engines["django"]

    for path in files("*.html", "*.txt"):
        if "templates" in path.parts:
            engine.from_string(path.read_text())


def test_no_lock_file_names_an_address():
    outcome = subprocess.run(
        [sys.executable, "scripts/locks.py", "--check"], cwd=ROOT, capture_output=True, text=True
    )

    assert outcome.stdout == "No address in a lock file.\n"


def test_every_icon_that_a_page_names_is_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static" / "dist" / "icons.svg").read_text()))
    named = {
        name
        for path in files("*.html")
        for name in re.findall(r"""\{% icon ["']([\w-]+)["']|\bicon=["']([\w-]+)["']""", path.read_text())
        for name in name
        if name
    }

    assert "mark" in named
    assert named - sprite == set()


def test_no_file_names_a_place_on_somebodys_machine():
    place = re.compile(r"(?<!\w)/(?:work|farm|home)/[a-z]")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files("*.py", "*.html", "*.js", "*.scss", "*.toml")
        if path != Path(__file__)
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if place.search(line)
    ]

    assert found == []


def test_every_page_with_a_form_is_decorated_as_one():
    """So that it is run again where somebody saved in the same moment, whoever opens it: `kit.http` alone says how."""
    decorated = re.compile(r"require_http_methods\(|@reading_again")
    found = [
        str(path.relative_to(ROOT))
        for path in files("*.py")
        if "tests" not in path.parts and decorated.search(path.read_text())
    ]

    assert found == ["kit/http.py"]


def test_seconds_of_the_processor_are_measured_in_one_place():
    """A single measurement fails by chance when memory is cleared meanwhile: tests.measuring takes the least of some."""
    clocks = re.compile(r"process_time|perf_counter|thread_time|timeit")

    tests = [path for path in files("*.py") if path.is_relative_to(ROOT / "tests")]
    measuring = {path.name for path in tests if clocks.search(path.read_text())}

    assert measuring == {"measuring.py", "test_architecture.py"}


def test_no_line_of_a_template_is_longer_than_160_characters():
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files("*.html")
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(line) > 160
    ]

    assert found == []


def test_no_tag_of_a_template_goes_over_a_line():
    """Django prints such a tag as it stands."""
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files("*.html")
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if line.count("{%") != line.count("%}")
    ]

    assert found == []


def test_every_script_reads_answers_in_one_place():
    """An answer that was cut off is read there as saying nothing; elsewhere it would be a script error."""
    found = [path.name for path in files("*.js") if re.search(r"\.json\(\)", path.read_text())]

    assert found == ["answers.js"]
