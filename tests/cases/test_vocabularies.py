"""The themes and needs that migrations made are there for every test, also after one that empties every table."""

import pytest

from cases.models import Need, Theme


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "after all tables were emptied"])
def test_the_vocabularies_are_there(time):
    assert Theme.objects.filter(name="hospital discharge").exists()
    assert Need.objects.filter(name="housing").exists()
