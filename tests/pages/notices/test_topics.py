"""One table: every kind of notice has a setting, and is told by the mail of notices or by another one, never by both."""

from kit.queues import kinds_of_mail
from pages.notices.kinds import KINDS
from pages.notices.other_mails import TELLS, TELLS_NOTHING, TO_SOME
from pages.notices.topics import BY_NUMBER, TOPICS


def test_every_kind_has_one_setting():
    keys = [key for topic in TOPICS for key in topic.kinds]

    assert KINDS.keys() - set(keys) == set()
    assert len(keys) == len(set(keys))


def test_the_page_of_settings_stays_short_and_links_stay_valid():
    assert len(TOPICS) <= 10
    assert [topic.number for topic in TOPICS] == list(range(1, len(TOPICS) + 1))
    assert 0 not in BY_NUMBER  # it stands for the summary


def test_every_other_mail_says_what_it_tells():
    assert sorted({**TELLS, **TELLS_NOTHING}) == sorted(kind._meta.label for kind in kinds_of_mail())
    assert not TELLS.keys() & TELLS_NOTHING.keys()


def test_what_another_mail_tells_is_told_by_no_mail_of_notices():
    told = {key for keys in TELLS.values() for key in keys.split()}

    assert {key for key, kind in KINDS.items() if kind.has_own_mail} - told == set()
    assert [key for key in told if key in KINDS and not KINDS[key].has_own_mail] == sorted(
        TO_SOME & KINDS.keys()
    )
