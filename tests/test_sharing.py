import multiprocessing
import os

import pytest

from tests.sharing import done_by_one, is_first

PARTS = [f"part-{number}" for number in range(8)]


def work(folder, gate) -> dict:
    gate.wait()
    return done_by_one(folder, dict.fromkeys(PARTS, os.getpid))


def test_processes_beside_one_another_do_each_part_once_and_have_the_same(tmp_path):
    with multiprocessing.get_context("fork").Manager() as manager:
        gate = manager.Barrier(3)
        with multiprocessing.get_context("fork").Pool(3) as pool:
            found = pool.starmap(work, [(tmp_path, gate)] * 3, chunksize=1)

    assert found[0].keys() == set(PARTS)
    assert found[0] == found[1] == found[2]


def test_what_failed_in_one_process_is_done_by_the_next(tmp_path):
    def fail():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        done_by_one(tmp_path, {"part": fail})

    assert done_by_one(tmp_path, {"part": lambda: 3}) == {"part": 3}
    assert done_by_one(tmp_path, {"part": fail}) == {"part": 3}


def test_one_of_those_who_ask_is_the_first(tmp_path):
    asked = [is_first(tmp_path / "seen", name) for name in ("a", "b", "a", "a")]

    assert asked == [True, True, False, False]
