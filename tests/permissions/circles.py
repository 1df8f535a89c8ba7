"""The circles of people who may read a text: for each, the roles of the permission tests that a row of it is for."""

ALL = {
    "anonymous", "member", "member_elsewhere", "presenter", "facilitator", "facilitator_elsewhere", "broker", "team",
    "adviser", "commissioner", "commissioner_elsewhere", "superuser", "stranger", "stepped_out",
}  # fmt: skip
MEMBERS = ALL - {"anonymous", "commissioner", "commissioner_elsewhere", "superuser", "stranger"}
PLACED = MEMBERS | {"commissioner", "commissioner_elsewhere"}
HERE = {"member", "presenter", "facilitator", "broker", "team", "stepped_out"}  # who read site A
BEFORE = {"presenter", "facilitator", "broker"}  # who read a case before it is presented
THERE = {"member_elsewhere", "facilitator_elsewhere", "broker", "team"}  # who read site B


def of_site(world, site_id: int, *, here: set, there: set) -> set:
    """`here` for rows of site A, `there` for those of site B, nobody for any other."""
    return {world.site.pk: here, world.site_b.pk: there}.get(site_id, set())


def readers(world, row) -> set:
    """Those who read the confidential pages of the row's site."""
    return of_site(world, site_of(row), here=HERE, there=THERE)


def runners(world, row) -> set:
    """Those who run the row's site: its facilitator and the programme team."""
    return of_site(world, site_of(row), here={"facilitator", "team"}, there={"facilitator_elsewhere", "team"})


def openers(world, row) -> set:
    """Those who open the page of the row's site, totals included."""
    return of_site(
        world,
        site_of(row),
        here=HERE | {"adviser", "commissioner"},
        there=THERE | {"adviser", "commissioner_elsewhere"},
    )


def readers_and_guests(world, row) -> set:
    """Those who read the row's site, and the commissioner who is invited to the meeting to come."""
    meeting = getattr(row, "meeting", row)
    return readers(world, row) | ({"commissioner"} if meeting.pk == world.upcoming.pk else set())


def named(world, row) -> set:
    """Those who read the row's site; its facilitator is named to its commissioners, who may come for a visit."""
    guests = of_site(world, row.site_id, here={"commissioner"}, there={"commissioner_elsewhere"})
    return readers(world, row) | (guests if row.facilitations.exists() else set())


def placed(world, row) -> set:
    """Everybody with a place in the programme: commissioners agree to the ground rules when they come."""
    return PLACED


def runners_and_guest(world, row) -> set:
    """Those who run the row's site, and whoever is invited."""
    role = next((role for role, user in world.users.items() if user and user.pk == row.user_id), "anonymous")
    return (asked_to_event(world, row.event) if row.event_id else runners(world, row)) | {role}


def asked_to_event(world, row) -> set:
    """The programme team, and whoever is invited to the date to come: advisers."""
    row = getattr(row, "event", row)
    return {"team", "adviser"} if row.pk == world.to_come.pk else {"team"}


def case_readers(world, row) -> set:
    """Those who read the row's case: before it is presented few, and never somebody who stepped out."""
    case = case_of(row)
    if case.pk == world.offered.pk:
        return BEFORE
    return HERE - {"stepped_out"} if case.pk == world.case.pk else HERE


def issue_readers(world, row) -> set:
    """Those who read an issue that was approved for commissioners, and its replies."""
    return HERE | {"adviser", "commissioner"}


def reply_readers(world, row) -> set:
    """The same for a reply; everybody where anybody can read the issue, and could when the reply was written."""
    return ALL if row.issue_id == world.public_issue.pk else issue_readers(world, row)


def members(world, row) -> set:
    """The members' audience of the programme."""
    return MEMBERS


def desk(world, row) -> set:
    """Those who make the newsletter."""
    return {"broker", "team"}


def team(world, row) -> set:
    """The programme team."""
    return {"team"}


def desk_and_writer(world, row) -> set:
    """Those who make the newsletter, and the facilitator whose words they are."""
    return {"broker", "team", "facilitator"}


def person(world, row) -> set:
    """Somebody with an account: known to their own site as a member, to the programme in a role, and in the admin."""
    role = next((role for role, user in world.users.items() if user and user.pk == row.pk), "")
    seen_by = {"superuser", role}
    if row.roles.exists():
        seen_by |= PLACED
    for member in row.memberships.all():
        seen_by |= readers(world, member)
    return seen_by


def address(world, row) -> set:
    """An e-mail address: for those who run the person's site or the programme, for themselves, and in the admin."""
    user = row if hasattr(row, "memberships") else getattr(row, "user", None)
    role = next((role for role, each in world.users.items() if each and user and each.pk == user.pk), "")
    seen_by = {"superuser", "team", role}
    for member in user.memberships.all() if user else [getattr(row, "member", None) or row]:
        seen_by |= runners(world, member) if hasattr(member, "site_id") else set()
    return seen_by


def certificate_readers(world, row) -> set:
    """Whoever the certificate is of, and those who run the site."""
    mine = {role for role, user in world.users.items() if user and user.pk == row.member.user_id}
    return runners(world, row) | mine


def inviter(world, row) -> set:
    """Those who invite to the site, and read who is in it; to a role, the programme team and whoever named the person."""
    if row.member:
        return readers(world, row.member)
    return {"team"} | {role for role, user in world.users.items() if user and user.pk == row.invited_by_id}


# The earlier versions of their texts are read by those who read the texts.


def site_of(row) -> int | None:
    """The id of the site of a row, found through what it belongs to."""
    for link in ("site_id", "member", "meeting", "attendance", "cleared_text"):
        if hasattr(row, link):
            found = getattr(row, link)
            return found if link == "site_id" or found is None else site_of(found)
    return row.pk


def case_of(row):
    """The case that a row belongs to."""
    for link in ("case", "cleared_text", "discussion", "next_step", "feedback", "attached", "part"):
        if hasattr(row, link):
            found = getattr(row, link)
            return found if link == "case" else case_of(found)
    return row
