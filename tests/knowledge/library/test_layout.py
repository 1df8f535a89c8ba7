"""Laying a published write-up out, from its content alone."""

from knowledge.library import layout


def step(agreed="2026-11", answered="2026-12", outcome="helped", what="Ring first"):
    return {"what": what, "agreed": agreed, "answered": answered, "outcome": outcome}


def test_a_step_runs_from_the_month_it_was_agreed_to_the_month_it_was_answered():
    table = layout.step_table([step(), step(answered="2027-01", outcome="no_change")])

    assert table.months == ["Nov", "Dec", "Jan"]
    assert [row.marks for row in table.rows] == [["from", "to", ""], ["from", "via", "to"]]
    assert [(row.shape, row.outcome) for row in table.rows] == [("helped", "Helped"), ("same", "No change")]


def test_a_step_without_an_answer_is_open_and_the_table_still_has_three_columns():
    table = layout.step_table([step(answered="", outcome="")])

    assert table.months == ["Nov", "Dec", "Jan"]
    assert table.rows[0].marks == ["from", "", ""]
    assert table.rows[0].outcome == "No feedback yet"


def test_agreed_and_answered_in_one_month_shows_the_answer():
    assert layout.step_table([step(answered="2026-11")]).rows[0].marks == ["to", "", ""]


def test_more_than_three_months_share_the_middle_column():
    steps = [step(answered=f"2026-{month}", agreed="2026-01") for month in ("02", "03", "04")]

    table = layout.step_table(steps)

    assert table.months == ["Jan", "Feb to Mar", "Apr"]
    assert [row.marks for row in table.rows] == [
        ["from", "to", ""],
        ["from", "to", ""],
        ["from", "via", "to"],
    ]


def test_seasons_and_years_share_the_columns_in_their_order():
    seasons = layout.step_table(
        [step(agreed="2012-autumn", answered="2012-winter"), step(agreed="2013-spring", answered="")]
    )
    years = layout.step_table([step(agreed="2012", answered="2013")])

    assert seasons.months == ["autumn", "winter", "spring"]
    assert [row.marks for row in seasons.rows] == [["from", "to", ""], ["", "", "from"]]
    assert (years.months, years.rows[0].agreed) == (["2012", "2013", "2014"], "2012")


def test_no_steps_make_an_empty_table():
    assert layout.step_table([]).rows == []


def section(key, heading="", text="x"):
    return {"key": key, "heading": heading, "text": text}


def test_evidence_stands_beside_the_sections_and_what_is_left_beside_the_last():
    content = {
        "sections": [section("story", text="One.\n\nTwo."), section("again", text="Three.")],
        "evidence": [{"bottom_line": "a"}, {"bottom_line": "b"}, {"bottom_line": "c"}],
    }

    first, last = layout.sections_of(content)

    assert (first.first, first.rest) == ("One.", "Two.")
    assert [note["bottom_line"] for note in first.notes] == ["a"]
    assert [note["bottom_line"] for note in last.notes] == ["b", "c"]


def test_the_table_of_steps_stands_in_what_was_tried_or_else_in_the_last_section():
    tried = {"sections": [section("tried", "What we tried"), section("again")]}
    untold = {"sections": [section("story"), section("again")]}

    assert [section.has_steps for section in layout.sections_of(tried)] == [True, False]
    assert [section.has_steps for section in layout.sections_of(untold)] == [False, True]


def test_steps_are_counted_in_words():
    assert layout.steps_in_words([step(), step(outcome="held_steady"), step(outcome="worse")]) == (
        "3 steps: 1 helped, 1 held steady"
    )
    assert layout.steps_in_words([step(outcome="worse")]) == "1 step"
