"""docs/asvs.csv: every requirement of levels 1 and 2 of OWASP ASVS 5.0, and the controls that have no test elsewhere."""

import ast
import csv
import io
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from kit.models import AuditEvent
from members import account_forms, account_urls
from members.models.address_change import new_token
from tests.factories.members import PASSWORD, UserFactory
from tests.test_production import COMPLETE, ROOT

# How many requirements of level 1 and 2 each section has.
SECTIONS = {
    "V1.1": 2, "V1.2": 9, "V1.3": 11, "V1.4": 3, "V1.5": 2, "V2.1": 3, "V2.2": 3, "V2.3": 4, "V2.4": 1,
    "V3.2": 2, "V3.3": 4, "V3.4": 6, "V3.5": 5, "V3.7": 2, "V4.1": 3, "V4.2": 1, "V4.3": 2, "V4.4": 4,
    "V5.1": 1, "V5.2": 3, "V5.3": 2, "V5.4": 3, "V6.1": 3, "V6.2": 12, "V6.3": 4, "V6.4": 4, "V6.5": 5,
    "V6.6": 3, "V6.8": 4, "V7.1": 3, "V7.2": 4, "V7.3": 2, "V7.4": 5, "V7.5": 2, "V7.6": 2, "V8.1": 2,
    "V8.2": 3, "V8.3": 1, "V8.4": 1, "V9.1": 3, "V9.2": 4, "V10.1": 2, "V10.2": 2, "V10.3": 4, "V10.4": 11,
    "V10.5": 5, "V10.6": 2, "V10.7": 3, "V11.1": 2, "V11.2": 3, "V11.3": 3, "V11.4": 4, "V11.5": 1, "V11.6":
    1, "V12.1": 3, "V12.2": 2, "V12.3": 4, "V13.1": 1, "V13.2": 5, "V13.3": 2, "V13.4": 5, "V14.1": 2,
    "V14.2": 4, "V14.3": 3, "V15.1": 3, "V15.2": 3, "V15.3": 7, "V16.1": 1, "V16.2": 5, "V16.3": 4, "V16.4":
    3, "V16.5": 3, "V17.1": 1, "V17.2": 4, "V17.3": 2,
}  # fmt: skip
OUR_FOLDERS = (
    "kit",
    "sites_app",
    "members",
    "meetings",
    "cases",
    "knowledge",
    "newsletter",
    "pages",
    "copsite",
)
UNSAFE_CALLS = {"eval", "exec", "compile", "__import__"}
UNSAFE_MODULES = {"pickle", "marshal", "shelve", "os.system", "yaml", "dill"}
PROCESSES = {"kit/apart.py"}  # reads member lists in a process of its own
UNSAFE_SCRIPT = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|postMessage"
)
WEAK = re.compile(r"\b(?:md5|sha1|MODE_ECB|CERT_NONE|_create_unverified_context)\b|verify=False")


def rows() -> list[dict]:
    with (ROOT / "docs" / "asvs.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def our_files() -> list[Path]:
    return [
        path
        for folder in OUR_FOLDERS
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
    ]


def number_of(row: dict) -> list[int]:
    return [int(part) for part in row["id"].removeprefix("V").split(".")]


def test_every_requirement_of_levels_1_and_2_has_a_line():
    found = rows()

    assert Counter(row["id"].rpartition(".")[0] for row in found) == SECTIONS
    assert sum(SECTIONS.values()) == 70 + 183
    assert len({row["id"] for row in found}) == len(found)
    assert [row["id"] for row in found] == [row["id"] for row in sorted(found, key=number_of)]


def test_every_line_says_a_control_with_a_test_or_why_not():
    for row in rows():
        assert row["requirement"].strip(), row["id"]
        assert row["test or reason"].strip(), row["id"]
        assert row["status"] in {"control", "not applicable", "open"}, row["id"]
        assert bool(row["control"]) == (row["status"] == "control"), row["id"]


def test_the_tests_that_it_names_are_there():
    functions: dict[str, set[str]] = {}
    missing = []
    for row in rows():
        if row["status"] != "control":
            continue
        path, _, name = row["test or reason"].partition("::")
        if path not in functions:
            tree = ast.parse((ROOT / path).read_text())
            functions[path] = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        if name not in functions[path]:
            missing.append(row["id"])

    assert missing == []


def test_nine_of_ten_that_apply_are_tested():
    count = Counter(row["status"] for row in rows())

    assert count["control"] >= 0.9 * (count["control"] + count["open"])


def test_nothing_runs_commands_or_code_made_from_text():
    """No eval, no pickle, no process of the system outside the one that reads workbooks apart."""
    found = []
    for path in our_files():
        for node in ast.walk(ast.parse(path.read_text())):
            name = getattr(getattr(node, "func", None), "id", "") if isinstance(node, ast.Call) else ""
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            short = str(path.relative_to(ROOT))
            if name in UNSAFE_CALLS or UNSAFE_MODULES & set(modules):
                found.append(f"{short}:{node.lineno}")
            if "subprocess" in modules and short not in PROCESSES:
                found.append(f"{short}:{node.lineno}")

    assert found == []


def test_scripts_put_text_in_as_text():
    scripts = sorted((ROOT / "static" / "js").glob("*.js"))

    assert len(scripts) > 10
    assert [path.name for path in scripts if UNSAFE_SCRIPT.search(path.read_text())] == []
    assert UNSAFE_SCRIPT.search("page.innerHTML = text")


def production() -> dict:
    """The settings of production that matter here, read by a process of its own."""
    names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "DEBUG",
             "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS",
             "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECOND_STEP_ASKED"]  # fmt: skip
    code = (
        "import json, django; django.setup(); from django.conf import settings;"
        f"print(json.dumps({{name: getattr(settings, name) for name in {names}}}))"
    )
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    command = [sys.executable, "-c", code]
    return json.loads(
        subprocess.run(command, cwd=ROOT, env={**kept, **COMPLETE}, capture_output=True, check=True).stdout
    )


def test_production_holds_cookies_and_transport_tight():
    found = production()

    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert found["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert {found["SESSION_COOKIE_SAMESITE"], found["CSRF_COOKIE_SAMESITE"]} == {"Lax"}
    assert found["SECURE_SSL_REDIRECT"]
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert found["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    assert found["SECOND_STEP_ASKED"]
    assert not found["DEBUG"]


def test_no_other_origin_is_let_in(client, db):
    answer = client.get("/", headers={"origin": "https://elsewhere.example.com"})

    assert [name for name in answer.headers if name.lower().startswith("access-control")] == []


@pytest.mark.parametrize("path", ["/", "/library/", "/accounts/login/", "/nowhere/", "/healthz"])
def test_a_response_says_its_type_and_charset(client, db, path):
    assert client.get(path)["Content-Type"].endswith("; charset=utf-8")


def test_who_stands_behind_the_proxy_is_not_read_from_a_forged_header(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    request = RequestFactory().get("/", headers={"x-forwarded-for": "203.0.113.9, 192.0.2.7"})

    assert get_adapter().get_client_ip(request) == "192.0.2.7"


def test_a_changed_password_needs_the_present_one(client, db):
    user = UserFactory()
    client.force_login(user)
    new = {"password1": "three words apart", "password2": "three words apart"}

    answer = client.post(reverse("account_change_password"), {"oldpassword": "not this one", **new})

    assert answer.status_code == 422
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_password_fields_hide_and_let_managers_fill_in(client, db):
    pages = [client.get(reverse("account_login"))]
    client.force_login(UserFactory())
    pages += [client.get(reverse(name)) for name in ("account_change_password", "account_reauthenticate")]

    for page in pages:
        inputs = re.findall(r"<input[^>]{0,400}>", page.content.decode())
        fields = [each for each in inputs if re.search(r'name="(?:old)?password[12]?"', each)]
        assert fields
        assert all('type="password"' in each for each in fields)
        assert not [each for each in fields if 'autocomplete="off"' in each or "onpaste" in each]


@pytest.mark.parametrize(
    "password", ["  two spaces before and after  ", "ß" * 64, "Capitals AND small ones", "x y " * 40]
)
def test_a_password_is_taken_exactly_as_typed(db, password):
    user = UserFactory()
    browser = Client()
    browser.force_login(user)
    typed = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert browser.post(reverse("account_change_password"), typed).status_code == 302

    def signs_in(word):
        return (
            Client().post(reverse("account_login"), {"login": user.email, "password": word}).status_code
            == 302
        )

    assert signs_in(password)
    assert not signs_in(password[:-1])
    assert not signs_in(password.swapcase())


def test_an_old_password_still_signs_in(client, db):
    user = UserFactory()
    type(user).objects.filter(pk=user.pk).update(date_joined=timezone.now() - timezone.timedelta(days=3650))

    assert client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD}).url == "/"


def test_the_ways_in_are_these_and_no_others():
    names = {pattern.name for pattern in account_urls.urlpatterns}
    ways = {
        name for name in names if name.endswith(("login", "login_webauthn", "authenticate", "reset_password"))
    }

    assert ways == {
        "account_login", "account_reset_password", "mfa_login_webauthn", "mfa_authenticate", "account_reauthenticate",
        "mfa_reauthenticate",
    }  # fmt: skip
    assert list(account_forms.SignInForm(None).fields) == ["login", "password", "remember", "shared"]


def test_session_keys_are_long_and_never_the_same(db):
    keys = set()
    for _ in range(20):
        client = Client()
        client.force_login(UserFactory())
        keys.add(client.session.session_key)

    assert len(keys) == 20
    assert all(len(key) == 32 and key.isalnum() for key in keys)  # of 36 signs each: 165 bits


def test_tokens_are_long_and_never_the_same():
    tokens = {new_token() for _ in range(100)}

    assert len(tokens) == 100
    assert min(map(len, tokens)) >= 43  # 256 bits


def test_every_page_for_people_who_are_signed_in_lets_them_sign_out(client, db):
    client.force_login(UserFactory())

    for path in ("/", "/library/", "/me/", "/nowhere/", reverse("mfa_index")):
        assert f'action="{reverse("account_logout")}"' in client.get(path).content.decode()


def test_hashes_and_keys_are_the_approved_ones():
    weak = [path.name for path in our_files() if WEAK.search(path.read_text())]
    outbox = (ROOT / "static" / "js" / "room-outbox.js").read_text()

    assert weak == []
    assert WEAK.search("hashlib.md5(data)")
    assert outbox.count("AES-GCM") >= 3
    base = (ROOT / "copsite" / "settings" / "base.py").read_text()
    assert base.index("ScryptPasswordHasher") < base.index("PBKDF2PasswordHasher")


def test_nothing_turns_off_the_check_of_certificates():
    assert [path.name for path in our_files() if WEAK.search(path.read_text())] == []
    assert WEAK.search("get(url, verify=False)")


@pytest.mark.parametrize(
    "path",
    [
        "/.git/config",
        "/.env",
        "/static/",
        "/media/",
        "/media/evidence/",
        "/static/../manage.py",
        "/manage.py",
    ],
)
def test_nothing_but_built_files_is_served(client, db, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/", "/library/", "/healthz"])
def test_trace_is_refused(client, db, path):
    assert client.generic("TRACE", path).status_code == 405


def test_times_are_kept_with_their_zone(db):
    assert settings.USE_TZ
    event = AuditEvent.objects.create(verb="read", subject="cases.case:1")
    assert timezone.is_aware(AuditEvent.objects.get(pk=event.pk).at)


def test_the_list_is_a_csv_that_a_spreadsheet_opens():
    text = (ROOT / "docs" / "asvs.csv").read_text()

    assert next(csv.reader(io.StringIO(text))) == ["id", "requirement", "status", "control", "test or reason"]


def test_how_soon_libraries_are_mended_is_documented():
    """SECURITY.md says a number of days for each of three degrees."""
    part = (ROOT / "SECURITY.md").read_text().partition("## Libraries")[2].partition("\n## ")[0]

    assert [int(days) for days in re.findall(r"(\d{1,3}) days", part)] == [2, 14, 90]
