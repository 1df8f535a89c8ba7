"""What a column is, by headings as people write them."""

import pytest

from members.headings import NO_HEADINGS, field_of, guess_columns, guess_heading_row


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Newsletter?", "agrees_to_contact"),
        ("GDPR e-mail consent (Y/N)", "agrees_to_contact"),
        ("Consent to be contacted", "agrees_to_contact"),
        ("Opted in to newsletter", "agrees_to_contact"),
        ("Permission to e-mail", "agrees_to_contact"),
        ("On our mailing list", "agrees_to_contact"),
        ("Agrees to receive emails from us", "agrees_to_contact"),
        ("What they do", "discipline"),
        ("What do you do?", "discipline"),
        ("May we e-mail you?", "agrees_to_contact"),
        ("Happy to be contacted", "agrees_to_contact"),
        ("Forename(s)", "first_name"),
        ("Christian name", "first_name"),
        ("SURNAME", "last_name"),
        ("Family  name", "last_name"),
        ("e-mail addr.", "email"),
        ("E‑mail", "email"),
        ("Email address 1", "email"),
        ("Org", "organisation"),
        ("Agency / team", "organisation"),
        ("Organisation name", "organisation"),
        ("Job title", "discipline"),
        ("Current post", "discipline"),
        ("Date joined (dd/mm/yy)", "joined_on"),
        ("Lived experience?", "is_expert_by_experience"),
        ("Prof. qualified", "is_professionally_qualified"),
        ("Name of volunteer", "name"),
    ],
)
def test_a_common_heading_is_understood(heading, key):
    assert field_of(heading)[0] == key


@pytest.mark.parametrize(
    "heading",
    [
        "Phone", "Mobile no.", "Date of birth", "Emergency contact e-mail", "Line manager", "Postal address", "Notes",
        "Opted out of newsletter", "Do not email", "Consent withdrawn", "Unsubscribed", "Member number", "Date left", "",
        "Members of our group who said that they would like to come to the meetings from May",
    ],
)  # fmt: skip
def test_a_heading_of_something_else_is_not_taken_for_ours(heading):
    assert field_of(heading) == ("", False)


@pytest.mark.parametrize(
    "heading",
    [
        "Photo consent", "Consent needed?", "Agreed to ground rules", "Confidentiality agreement signed", "Agreed", "OK",
        "Consent to share data", "Consent form sent", "Consent pending", "GDPR training done", "Opted in to WhatsApp", "Consent",
        "Newsletter editor", "Permission to park", "Subscription paid", "Agreed start date", "GDPR consent (Y/N)", "Opted in",
        "Newsletter sent", "Consent to e-mail GP", "Permission to contact employer", "Consent e-mail sent on",
    ],
)  # fmt: skip
def test_consent_to_something_else_or_to_what_is_not_said_is_no_consent_to_mail(heading):
    assert field_of(heading) == ("", False)


@pytest.mark.parametrize(
    "other", ["photos", "research", "training", "WhatsApp", "needed", "pending", "form", "share", "data"]
)
@pytest.mark.parametrize(
    "agreed", ["E-mail consent", "Agreed to newsletter", "May contact", "Opted in to e-mails", "Newsletter"]
)
def test_one_word_about_something_else_leaves_a_column_out(agreed, other):
    assert field_of(agreed)[0] == "agrees_to_contact"
    assert field_of(f"{agreed} {other}") == ("", False)


def test_mr_and_mrs_are_no_roles():
    rows = [["Mr", "Imran Khan"], ["Ms", "Ann Low"]]

    assert guess_columns(["Title", "Name"], rows) == {"name": 1}
    assert guess_columns(["Title", "Name", "Job title"], [*rows, ["Volunteers", ""]]) == {
        "name": 1,
        "discipline": 2,
    }
    assert guess_columns(["Title", "Name"], [["Nurse", "Ann Low"]]) == {"discipline": 0, "name": 1}


def test_an_exact_heading_goes_before_one_like_it():
    assert guess_columns(["Email consent", "Email address 2", "E-mail", "Name"])["email"] == 2


def test_a_list_without_headings_is_understood_by_its_cells():
    rows = [["Siân Prosser", "sian@example.org", "x"], ["Joe Bright", "", "x"]]

    assert guess_heading_row(rows) == NO_HEADINGS
    assert guess_columns(["", "", ""], rows) == {"name": 0, "email": 1}


def test_titles_above_the_headings_are_no_headings():
    rows = [
        ["Dunsmere Mind: staff names and roles", "", ""],
        ["Updated 3 May", "", ""],
        ["", "", ""],
        ["Surname", "Forename(s)", "Newsletter?"],
        ["Prosser", "Siân", "Y"],
    ]

    assert guess_heading_row(rows) == 3
