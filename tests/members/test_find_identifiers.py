"""`manage.py find_identifiers` prints what may identify somebody, and changes nothing."""

import json
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

pytestmark = pytest.mark.django_db
KEYS = {"start", "end", "kind", "certainty", "reason", "suggestion"}


def run(*args, **options) -> str:
    out = StringIO()
    call_command("find_identifiers", *args, stdout=out, **options)
    return out.getvalue()


def test_one_file_gives_a_list_of_flags(tmp_path):
    file = tmp_path / "one.txt"
    file.write_text("Ring Kevin on 07700 900123.", encoding="utf-8")

    flags = json.loads(run(str(file), format="json"))

    assert [(flag["kind"], flag["certainty"]) for flag in flags] == [
        ("person", "suspected"),
        ("phone", "refused"),
    ]
    assert all(set(flag) == KEYS for flag in flags)
    assert "phone (refused): 07700 900123." in run(str(file))


def test_several_files_give_an_object_by_file_name(tmp_path):
    files = [str(tmp_path / name) for name in ("one.txt", "two.txt")]
    for file in files:
        with open(file, "w", encoding="utf-8") as opened:
            opened.write("A plan for the autumn.")

    assert json.loads(run(*files, format="json")) == {file: [] for file in files}


def test_text_can_be_piped_in(monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO("Kevin came."))

    assert [flag["kind"] for flag in json.loads(run(format="json"))] == ["person"]


def test_places_count_the_characters_of_a_file_with_its_line_ends(monkeypatch, tmp_path):
    typed = b"Notes\r\n\r\nKevin came."
    file = tmp_path / "one.txt"
    file.write_bytes(typed)
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(typed), encoding="latin-1"))

    for arguments in ([str(file)], []):
        assert [(flag["start"], flag["end"]) for flag in json.loads(run(*arguments, format="json"))] == [
            (9, 14)
        ]


@pytest.mark.parametrize("typed", [b"", b"\xef\xbb\xbf", b"\x00\x1b[0m", "\u200b\u00ad\u202e".encode()])
def test_a_file_without_words_has_no_flags(tmp_path, typed):
    file = tmp_path / "one.txt"
    file.write_bytes(typed)

    assert json.loads(run(str(file), format="json")) == []


def test_names_known_at_a_site_are_found_in_small_letters(people, tmp_path):
    member = people.site.members.first()
    file = tmp_path / "one.txt"
    file.write_text(f"a note by {member.name.lower()} today", encoding="utf-8")

    assert json.loads(run(str(file), format="json", site=people.site.code.lower()))


def test_an_unknown_site_or_file_is_said(tmp_path):
    with pytest.raises(CommandError, match="no site with the code zz9"):
        run(site="zz9")
    (tmp_path / "scan.txt").write_bytes(b"\xff\xfe\x00")
    for name in ("none.txt", "scan.txt", ".", "a\0b.txt"):
        with pytest.raises(CommandError, match="can't be read"):
            run(str(tmp_path / name))
