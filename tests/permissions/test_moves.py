"""Where somebody's place changes, every address answers as it answers whoever stands there now.

After each move the moved person asks for every address again. What they get is what the table says of the role that they
have now: who left is somebody with an account and no place, whose account is closed is a visitor. Who stepped out of the
case knows nothing of it, whatever else they are. What they could do before and cannot now is refused, and changes nothing.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Presenter, SteppedOut
from members.models import Facilitation, Member, Role, User
from sites_app.models import Programme
from tests.permissions import addresses
from tests.permissions.asking import ask, clients_of, sign_of
from tests.permissions.crawl import BY_LINK, MAIL
from tests.permissions.table import MAY, NO, TABLE, may_press
from tests.permissions.test_canaries import may_read
from tests.permissions.world import ROLES

pytestmark = [pytest.mark.long, pytest.mark.walk]
IN_PASSING = re.compile(r"django_session|members_session|kit_auditevent|kit_press")


def days(number: int):
    return timezone.localdate() + timedelta(days=number)


def of_member(role: str, **when) -> Callable:
    """A move that changes a day of the membership of whoever is in `role`, in days from today."""

    def move(world):
        facts = {name: days(number) for name, number in when.items()}
        Member.objects.filter(user=world.users[role]).update(**facts)

    return move


def take_back_consent(world) -> None:
    Member.objects.filter(user=world.users["member"]).update(agreed_to_contact_at=None)


def end_role(world, role: str) -> None:
    Role.objects.filter(user=world.users[role]).update(until=days(0))


def end_facilitation(world) -> None:
    Facilitation.objects.filter(member__user=world.users["facilitator"]).update(ended_on=days(0))


def close_account(world, role: str) -> None:
    User.objects.filter(pk=world.users[role].pk).update(is_active=False)


def leave_with_a_facilitation_to_come_to_its_end(world) -> None:
    Facilitation.objects.filter(member__user=world.users["facilitator"]).update(ended_on=days(30))
    Member.objects.filter(user=world.users["facilitator"]).update(left_on=days(0))


def step_out(world, role: str) -> None:
    member = Member.objects.get(user=world.users[role], site=world.site)
    Presenter.objects.filter(case=world.case, member=member).delete()
    SteppedOut.objects.create(case=world.case, member=member)


class Move(NamedTuple):
    """What happens to whoever is in the first role, and the role whose column says what they get then."""

    what: str
    role: str
    become: str
    do: Callable


MOVES = [
    Move("joins later", "member", "stranger", of_member("member", joined_on=1)),
    Move("leaves", "member", "stranger", of_member("member", left_on=0)),
    Move("leaves later", "member", "member", of_member("member", left_on=9)),
    Move("leaves", "presenter", "stranger", of_member("presenter", left_on=0)),
    Move("leaves", "facilitator", "stranger", leave_with_a_facilitation_to_come_to_its_end),
    Move("facilitates no longer", "facilitator", "member", end_facilitation),
    Move("takes back consent", "member", "member", take_back_consent),
    *(
        Move("has the role no longer", role, "stranger", lambda world, role=role: end_role(world, role))
        for role in ("team", "broker", "adviser", "commissioner")
    ),
    *(
        Move("has a closed account", role, "anonymous", lambda world, role=role: close_account(world, role))
        for role in ("member", "facilitator", "team")
    ),
    *(
        Move("steps out", role, role, lambda world, role=role: step_out(world, role))
        for role in ("member", "facilitator")
    ),
    Move(
        "is at a site that ended",
        "member",
        "member",
        lambda world: world.site.states.create(
            state="ended", since=days(0), reason="Its time", recorded_by=None
        ),
    ),
    Move(
        "is in a programme that ended",
        "member",
        "member",
        lambda world: Programme.objects.filter(pk=world.programme.pk).update(ended_on=days(0)),
    ),
]
# What is about the one case: whoever stepped out of it gets 404.
ABOUT_THE_CASE = {
    ("case_detail", "presented"), ("case_strike", ""), ("case_readers", ""), ("case_edit", "presented"), ("text_versions", "case"),
    ("cases:case_discuss", ""), ("cases:step_out", ""), ("clearance:sharing_agreement", ""),
    ("cases:works_with_edit", ""), ("commissioning:issue_raise", ""), ("cases:notes_edit", ""),
    ("next_steps:next_step_add", ""), ("next_steps:feedback_give", ""), ("next_steps:feedback_give", "answered"),
    ("next_steps:feedback_correct", ""), ("next_steps:step_hand_over", ""), ("next_steps:step_edit", ""), ("next_steps:step_remove", ""),
    ("next_steps:look_again", ""), ("next_steps:look_remove", ""),
    ("commissioning:issue_detail", "not approved"), ("commissioning:issue_send_for_checking", ""),
    ("commissioning:issue_send_for_checking", "approved before"), ("knowledge:evidence_choose_case", ""),
    ("knowledge:attached_edit", ""), ("knowledge:attached_report", ""), ("knowledge:question_detail", "open"),
    ("case_history", "presented"), ("cases:case_withdraw", "presented"), ("commissioning:issue_edit", ""),
    ("commissioning:issue_remove", "not approved"), ("commissioning:issue_remove", "approved"),
    ("knowledge:question_edit", ""), ("knowledge:question_remove", "open"), ("knowledge:question_remove", "answered"),
    ("knowledge:attached_unreport", ""),
    ("case_strike", ""), ("knowledge:question_send_for_checking", ""), ("knowledge:evidence_attach", ""), ("knowledge:question_ask", ""),
    *(
        (name, kind)
        for name in ("text_versions", "version_bring_back")
        for kind in ("notes", "minutes-of-case", "issue", "next-step", "later-look", "question", "answer", "evidence-on-case")
    ),
}  # fmt: skip
# The certificate is a person's own, even after they left, and of those who run the site.
CERTIFICATE = {
    ("certificate", "has an account"), ("certificate_pdf", ""),
    ("text_versions", "own-words"), ("version_bring_back", "own-words"),
}  # fmt: skip
# A step is its owner's, so who becomes a member does not become its owner.
OF_THE_MEMBER = {
    *CERTIFICATE, ("next_steps:feedback_give", ""), ("knowledge:question_edit", ""), ("knowledge:question_remove", "open"),
    ("text_versions", "question"), ("version_bring_back", "question"),
}  # fmt: skip
# What the facilitator raised and asked stays theirs to change as a member.
OF_WHOEVER_RAISED_IT = {
    ("commissioning:issue_edit", ""), ("commissioning:issue_remove", "not approved"),
    ("commissioning:issue_remove", "approved"), ("knowledge:question_remove", "answered"),
    ("text_versions", "issue"), ("version_bring_back", "issue"),
}  # fmt: skip
# The links in mails to somebody are theirs to end, also after they left.
OF_ONES_OWN_LINKS = {("members:links_end", "")}
# So are the newsletters that they asked for: everybody may read those.
OF_ONES_OWN_SUBSCRIPTIONS = {("newsletter:subscribe_again", "")}
# And the meeting that they are invited to themselves, like a guest who never had a place: until it is withdrawn.
OF_ONES_OWN_INVITATIONS = {
    ("invitations:invitation_detail", ""),
    ("invitations:invitation_detail", "of an event"),
}
# A member's links end when they leave, when their account is closed, and, where they came by e-mail, with their consent.
BY_MAIL = {"meetings:reply", "next_steps:my_steps"}
LINKS_END = {
    "leaves": {*BY_MAIL, "meetings:calendar_feed"},
    "has a closed account": {*BY_MAIL, "meetings:calendar_feed"},
    "takes back consent": BY_MAIL,
    "joins later": {"meetings:calendar_feed"},
}
# The link to one setting of a person's mails opens nothing once their account is closed.
OF_AN_OPEN_ACCOUNT = "notices:setting"
# What somebody reads of themselves, wherever they stand.
OF_ONESELF = {
    "members.user.name", "members.user.email", "members.user.job_title", "members.ownwords.words",
    "members.member.name", "members.member.email", "newsletter.subscriber.email", "invitations.invitationmail.email",
}  # fmt: skip


def found_by(world, client) -> dict:
    """What the client gets at every address of the table, and the canaries in it."""
    found = {}
    for row in TABLE:
        response = ask(client, "GET", addresses.url_of(row.name, row.arguments, world))
        shown = b"" if row.name in BY_LINK | MAIL else response.whole
        found[row] = sign_of(response), world.planted.canaries_in(shown)
    return found


def expected_of(row, move: Move, sign: str) -> str:
    """What whoever moved gets for `row`, where `sign` is what the table says of their new role."""
    about = row.name, row.what
    if move.role == "member" and row.name in LINKS_END.get(move.what, ()):
        return "g"
    if row.name == OF_AN_OPEN_ACCOUNT and move.role == "member" and move.what == "has a closed account":
        return "."
    if move.what == "steps out" and about in ABOUT_THE_CASE and sign != "m":
        return "."
    if about in CERTIFICATE and move.role == "member" and move.become == "stranger" and sign != "m":
        return "+"
    if about in OF_ONES_OWN_LINKS and sign == "." and move.role == "member" and move.become == "stranger":
        return ">"
    if about in OF_ONES_OWN_INVITATIONS and sign == "." and is_invited(row, move):
        return "+"
    if (
        about in OF_ONES_OWN_SUBSCRIPTIONS
        and sign == "."
        and move.become == "stranger"
        and has_subscribed(row, move)
    ):
        return ">"
    if about in OF_THE_MEMBER and move.become == "member" and move.role != "member" and sign != "m":
        return "x"
    if (
        about in OF_WHOEVER_RAISED_IT
        and move.role == "facilitator"
        and move.become == "member"
        and sign == "x"
    ):
        return "+"
    return sign


def has_subscribed(row, move: Move) -> bool:
    """Whether whoever moves had a subscription before."""
    return row.post.split()[ROLES.index(move.role)] == ">"


def is_invited(row, move: Move) -> bool:
    """Whether whoever moves was invited before, and still has an account."""
    return move.become != "anonymous" and row.get.split()[ROLES.index(move.role)] == "+"


def may_read_now(world, word: str, move: Move, name: str) -> bool:
    """Whether whoever moved may read `word`; a word of themselves they read wherever they stand."""
    if world.planted.fields(word) <= OF_ONESELF and may_read(world, word, move.role, name):
        return True
    if (name, "") in OF_ONES_OWN_INVITATIONS and may_read(world, word, move.role, name):
        return True
    if move.what == "steps out" and not may_read(world, word, "stepped_out", name):
        return not may_read(world, word, "member", name) and may_read(world, word, move.become, name)
    return may_read(world, word, move.become, name)


@pytest.mark.parametrize("move", MOVES, ids=lambda move: f"{move.role} {move.what}")
def test_who_moves_gets_what_their_new_place_gets(world, move):
    client = clients_of(world, [move.role])[move.role]
    column = ROLES.index(move.become)

    with transaction.atomic():
        move.do(world)
        found = found_by(world, client)
        transaction.set_rollback(True)

    differences = [
        f"{row.name} {row.what}: {sign}, and {expected} expected"
        for row, (sign, _) in found.items()
        if sign != (expected := expected_of(row, move, row.get.split()[column]))
    ]
    leaks = [
        f"{', '.join(world.planted.fields(word))} on {row.name} {row.what}"
        for row, (_, canaries) in found.items()
        for word in canaries
        if not may_read_now(world, word, move, row.name)
    ]
    assert differences + leaks == [], "\n" + "\n".join(differences + leaks)


# --- What they could do before


def could_do(move: Move, row) -> bool:
    """Whether whoever moves could do what `row` asks for before, and not any more."""
    if row.post == NO or not may_press(row, move.role):
        return False
    return expected_of(row, move, row.post.split()[ROLES.index(move.become)]) not in MAY


def written(queries) -> list[str]:
    """The statements that change rows, except those of the session and of what was read."""
    return [
        each["sql"][:120]
        for each in queries
        if each["sql"].startswith(("INSERT", "UPDATE", "DELETE")) and not IN_PASSING.search(each["sql"][:60])
    ]


@pytest.mark.parametrize("move", MOVES, ids=lambda move: f"{move.role} {move.what}")
def test_who_moves_does_no_more_what_their_place_allowed(world, move):
    client = clients_of(world, [move.role])[move.role]
    lost = [row for row in TABLE if could_do(move, row)]

    with transaction.atomic():
        move.do(world)
        found = {}
        for row in lost:
            with CaptureQueriesContext(connection) as queries:
                response = ask(client, "POST", addresses.url_of(row.name, row.arguments, world))
            found[f"{row.name} {row.what}"] = sign_of(response), written(queries)
        transaction.set_rollback(True)

    assert found == {
        f"{row.name} {row.what}": (expected_of(row, move, row.post.split()[ROLES.index(move.become)]), [])
        for row in lost
    }


def test_every_verb_about_the_case_is_among_what_is_lost():
    lost = {(row.name, row.what) for move in MOVES for row in TABLE if could_do(move, row)}

    verbs = {(row.name, row.what) for row in TABLE if row.post != NO}
    assert ABOUT_THE_CASE & verbs <= lost
    assert len(lost) > 80
