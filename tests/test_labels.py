"""A field has a label that everybody sees: what it asks does not go when somebody types."""

from tests.labels import without_visible_label


def test_a_label_that_only_a_screen_reader_has_is_no_visible_label():
    page = """<label for="a">What happened?</label><input id="a"><label class="visually-hidden" for="b">Words</label><textarea id="b"></textarea>
      <label for="c"><span class="visually-hidden">Day</span></label><select id="c"></select><input type="hidden" id="d"><input name="e">"""

    assert without_visible_label(page) == ["b", "c", "e"]


def test_the_search_in_the_header_needs_no_words():
    page = """<header class="masthead"><svg><use href="#mark"></use></svg><label class="visually-hidden" for="find">Search</label>
      <input id="find" name="q"></header><input name="e">"""

    assert without_visible_label(page) == ["e"]
