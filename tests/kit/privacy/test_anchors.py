"""What a pattern needs is read from itself, and it finds the same where that stands as when it is tried everywhere."""

import re

import pytest

from kit.privacy.identifiers import find
from kit.privacy.identifiers.anchors import anchors_of
from kit.privacy.identifiers.windows import PATTERNS, Indexed, matches
from tests.kit.privacy.annotated import texts

EVERY = 40  # texts


@pytest.mark.parametrize(
    ("pattern", "beginnings", "whole"),
    [
        (r"\bthe (?:fire|flood) at", {}, {"fire": (4, 4), "flood": (4, 4)}),
        (r"\b(?:his |her )?dog\b", {}, {"dog": (0, 4)}),
        (r"(?<=\bborn )in \w{3,9}", {}, {"born": (-5, -5)}),
        (r"\w{3,9} lane\b", {}, {"lane": (4, 10)}),
    ],
)
def test_the_rarest_words_that_have_to_be_there_are_known_with_their_distances(pattern, beginnings, whole):
    anchors = anchors_of(re.compile(pattern, re.I))

    assert anchors
    found = {**anchors.beginnings, **anchors.whole}
    assert found == {**beginnings, **whole}


@pytest.mark.parametrize("pattern", [r"\w{3,9}", r"(?:fire)?\b", r"fires?|\w+", r"(?:the |)\w"])
def test_a_pattern_that_needs_nothing_is_tried_everywhere(pattern):
    assert anchors_of(re.compile(pattern)) is None


def test_every_pattern_finds_the_same_as_when_it_is_tried_everywhere():
    find("Kevin")  # each pattern is known then
    for text in list(texts("seen"))[::EVERY]:
        typed = Indexed(text.text)
        for pattern in PATTERNS.known:
            everywhere = [match.span() for match in pattern.finditer(typed)]
            assert [match.span() for match in matches(pattern, typed)] == everywhere, pattern.pattern


def test_a_text_that_was_read_before_a_pattern_was_known_is_read_again():
    typed = Indexed("The otter swam. Another otter came.")

    assert [match.group() for match in matches(re.compile(r"\bswam\b"), typed)] == ["swam"]
    assert [match.start() for match in matches(re.compile(r"\botter (?:swam|came)\b"), typed)] == [4, 24]
