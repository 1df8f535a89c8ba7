"""A newsletter that is sent by a real worker which is killed again and again: nobody gets none, and no copy is unaccounted for."""

import pytest

from benchmark.chaos import run
from benchmark.workers import CeleryWorkers
from kit.errors import RefusedError
from tests.factories.sites import ProgrammeFactory


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_no_letter_is_lost_and_none_is_there_twice_where_the_mail_server_says_what_it_took():
    figures = run(recipients=150, kills=4, seed=1, with_events=True, workers=CeleryWorkers)

    assert (figures.lost, figures.extra, figures.uncertain) == (0, 0, 0), figures


@pytest.mark.django_db
def test_a_database_that_somebody_uses_is_left_alone():
    ProgrammeFactory()

    with pytest.raises(RefusedError, match="only made in a new database of its own"):
        run(recipients=1, kills=1, workers=CeleryWorkers)
