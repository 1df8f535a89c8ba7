"""No count that is published lets anybody work out a cell under five."""

from functools import cache
from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from kit.privacy.small_numbers import Row, Thing, can_show, count, differ_enough, publishable_rows, sets_of


def things(**cells):
    """`a=3, ab=2`: three things with the label a, two with a and b; all of one kind."""
    return [Thing(0, frozenset(labels)) for labels, number in cells.items() for _ in range(number)]


def worlds_of(labels, *, kinds, most):
    """Things of some kinds that carry some of `labels`: up to `most` of each combination, or none at all."""
    places = [
        (kind, frozenset(some))
        for kind in range(kinds)
        for number in range(1, len(labels) + 1)
        for some in combinations(labels, number)
    ]
    number = st.integers(0, most) | st.just(0)
    return st.lists(number, min_size=len(places), max_size=len(places)).map(
        lambda numbers: [
            Thing(*place) for place, times in zip(places, numbers, strict=True) for _ in range(times)
        ]
    )


def with_one_label_each(things):
    return [Thing(thing.kind, frozenset(sorted(thing.labels)[:1])) for thing in things]


def test_labels_of_five_and_more_stand_by_themselves():
    assert publishable_rows(things(a=7, b=5), kinds=1) == [Row("a", (7,)), Row("b", (5,))]


def test_the_largest_row_comes_first_and_of_equal_ones_the_first_by_label():
    rows = publishable_rows(things(b=7, c=9, a=7), kinds=1)

    assert rows == [Row("c", (9,)), Row("a", (7,)), Row("b", (7,))]


def test_a_large_label_that_cannot_stand_goes_before_smaller_ones_that_can():
    assert publishable_rows(things(ab=12, c=2, b=6), kinds=1) == [Row("a", (12,)), Row("", (20,), merged=2)]


def test_small_labels_are_rolled_up_together():
    assert publishable_rows(things(a=9, b=3, c=2), kinds=1) == [Row("a", (9,)), Row("", (5,), merged=2)]


def test_one_small_label_takes_the_next_one_with_it():
    assert publishable_rows(things(a=9, b=6, c=2), kinds=1) == [Row("a", (9,)), Row("", (8,), merged=2)]


def test_others_alone_are_no_table():
    assert publishable_rows(things(a=9, b=2), kinds=1) == []
    assert publishable_rows(things(a=2, b=2, c=2), kinds=1) == []


def test_nothing_stands_beside_a_total_that_is_too_small():
    assert publishable_rows(things(a=4), kinds=1) == []


def test_a_label_that_almost_everything_carries_tells_of_the_few_that_do_not():
    assert publishable_rows(things(ab=8, a=2), kinds=1) == []


def test_how_many_carry_two_labels_is_no_small_number_either():
    by_two = things(a=8, b=8, ab=1)

    assert publishable_rows(by_two, kinds=1) == []
    assert publishable_rows(things(a=8, b=8, ab=5), kinds=1) == [Row("a", (13,)), Row("b", (13,))]


def test_every_kind_counts_for_itself():
    mixed = [
        Thing(kind, frozenset(label)) for kind, label in [(0, "a")] * 9 + [(1, "a")] * 3 + [(1, "b")] * 9
    ]

    assert publishable_rows(mixed, kinds=2) == []
    assert publishable_rows([Thing(0, thing.labels) for thing in mixed], kinds=1) == [
        Row("a", (12,)),
        Row("b", (9,)),
    ]


@given(worlds_of("abcd", kinds=2, most=4).map(with_one_label_each))
def test_no_sum_or_difference_of_rows_of_things_with_one_label_is_small(counted):
    rows = publishable_rows(counted, kinds=2)
    total = count(counted, 2)

    for kind in range(2):
        cells = [row.cells[kind] for row in rows]
        for number in range(len(cells) + 1):
            for some in combinations(cells, number):
                assert not rows or can_show(sum(some))
                assert not rows or can_show(total[kind] - sum(some))
        assert not rows or sum(cells) == total[kind]


@given(worlds_of("abcd", kinds=2, most=5))
def test_others_are_two_labels_or_more_and_no_label_is_lost(counted):
    rows = publishable_rows(counted, kinds=2)
    labels = frozenset().union(*(thing.labels for thing in counted))

    assert all(row.merged >= 2 for row in rows if not row.label)
    assert sum(row.merged for row in rows) in (0, len(labels))
    assert [row.label for row in rows] != [""]


# few worlds can be published in two or three rows: the others are left out, and that is no fault of the test
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(worlds_of("abc", kinds=1, most=4) | worlds_of("abcd", kinds=1, most=2))
def test_nobody_can_work_out_that_a_set_of_things_is_small(counted):
    """Whatever set the rows divide things into (these two but not that one): in some world where all the published
    numbers are as they are, it has none in it, or five and more."""
    rows = publishable_rows(counted, kinds=1)
    assume(2 <= len(rows) <= 3)

    sizes = tuple(row.cells[0] for row in rows)
    places = [place for place in product([0, 1], repeat=len(rows)) if any(place)]
    for number in range(1, len(places) + 1):
        for some in combinations(places, number):
            found = (sum(world[place] for place in some) for world in venn(sizes, len(counted)))
            assert any(can_show(size) for size in found), (sizes, len(counted), some)


@cache
def venn(sizes, total):
    """Every way in which `total` things lie in two or three sets of these `sizes`, each thing in one of them at least."""
    if len(sizes) == 2:
        first, second = sizes
        both = first + second - total
        return [{(1, 0): first - both, (0, 1): second - both, (1, 1): both}]
    first, second, third = sizes
    worlds = []
    for every, one_two, one_three in product(range(min(sizes) + 1), range(first + 1), range(first + 1)):
        two_three = second - one_two - every + third - one_three - every - (total - first)
        world = {
            (1, 0, 0): first - one_two - one_three - every,
            (0, 1, 0): second - one_two - two_three - every,
            (0, 0, 1): third - one_three - two_three - every,
            (1, 1, 0): one_two,
            (1, 0, 1): one_three,
            (0, 1, 1): two_three,
            (1, 1, 1): every,
        }
        if min(world.values()) >= 0:
            worlds.append(world)
    return worlds


@pytest.mark.parametrize(
    ("one", "other", "enough"),
    [(4, 8, False), (8, 4, False), (4, 9, True), (9, 4, True), (7, 7, True)],
)
def test_a_set_within_another_leaves_none_or_five_outside(one, other, enough):
    assert differ_enough(frozenset(range(one)), frozenset(range(other))) == enough


def test_sets_of_which_neither_lies_within_the_other_say_nothing():
    assert differ_enough(frozenset({1, 2}), frozenset({2, 3, 4}))


def test_cells_in_a_row_say_the_size_of_each_and_of_each_run():
    one, two, three = frozenset({1}), frozenset({2}), frozenset({3})

    assert set(sets_of([one, two, three])) == {one, two, three, one | two, two | three, one | two | three}


def test_a_row_does_not_stand_beside_a_number_that_counts_a_few_more():
    counted = things(a=7, b=6, c=6)
    few_more = frozenset(range(8))  # all with a, and one with b

    assert publishable_rows(counted, kinds=1) == [Row("a", (7,)), Row("b", (6,)), Row("c", (6,))]
    assert publishable_rows(counted, kinds=1, beside=[few_more]) == [Row("b", (6,)), Row("", (13,), merged=2)]


def test_two_rows_do_not_stand_together_where_one_counts_a_few_more_than_the_other():
    assert publishable_rows(things(ab=10, a=3, c=10), kinds=1) == []
    assert publishable_rows(things(ab=10, a=5, c=10), kinds=1) == [
        Row("a", (15,)),
        Row("b", (10,)),
        Row("c", (10,)),
    ]


def test_a_row_does_not_stand_if_few_are_left_beside_what_a_reader_knows():
    counted = things(a=7, b=9)

    assert publishable_rows(counted, kinds=1, known=[frozenset(range(5))]) == []
    assert publishable_rows(counted, kinds=1, known=[frozenset(range(7))]) == [Row("b", (9,)), Row("a", (7,))]
