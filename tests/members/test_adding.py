"""The page that adds a member: who is new, who may be the same person, who shares a mailbox."""

from datetime import date

from django.urls import reverse

from kit.words import day
from members.models import Member
from tests.factories.members import DisciplineFactory
from tests.reading import one_line


def address(people, name: str) -> str:
    return reverse(f"members:{name}", args=[people.site.slug])


def test_the_facilitator_adds_somebody_without_an_address(people, signed_in):
    response = signed_in("facilitator").post(
        address(people, "member_add"),
        {"name": "Bev Sutton", "discipline": people.seat("member").discipline_id, "joined_on": "1 November 2026",
         "organisation": "Kiln Street Housing", "is_expert_by_experience": "on"},
    )  # fmt: skip

    bev = Member.objects.get(name="Bev Sutton")
    assert response.status_code == 302
    assert (bev.email, bev.is_expert_by_experience, bev.can_be_mailed) == ("", True, False)
    assert bev.employments.get().organisation.name == "Kiln Street Housing"


def test_somebody_who_is_here_is_not_added_again(people, signed_in):
    client = signed_in("facilitator")
    typed = {
        "name": "Bev Sutton",
        "discipline": people.seat("member").discipline_id,
        "joined_on": "1 November 2026",
    }

    client.post(address(people, "member_add"), typed)
    asked = client.post(address(people, "member_add"), typed)
    same = Member.objects.get(name="Bev Sutton")
    page = client.post(address(people, "member_add"), {**typed, "same_as": same.pk}, follow=True)

    assert asked.status_code == 422
    assert f"The same as Bev Sutton, {same.discipline}, a member since 1 November 2026" in one_line(
        asked.content.decode()
    )
    assert "Bev Sutton is already a member. Nothing else has changed." in one_line(page.content.decode())
    assert Member.objects.filter(name="Bev Sutton").count() == 1


def test_somebody_else_of_the_same_name_is_added_once_that_is_said(people, signed_in):
    here = people.seat("member")
    typed = {"name": f"{here.name}\u200b", "discipline": here.discipline_id, "joined_on": "1 November 2026"}
    client = signed_in("facilitator")

    client.post(address(people, "member_add"), typed)
    client.post(address(people, "member_add"), {**typed, "same_as": "another"})

    assert people.site.members.filter(name=here.name).count() == 2


def test_who_had_left_is_brought_back_and_what_was_typed_waits_to_be_saved(people, signed_in):
    here = people.seat("member")
    here.left_on, here.left_because = date(2026, 10, 1), "A new job"
    here.save()
    surname_first = ", ".join(reversed(here.name.split(" ", 1)))
    typed = {
        "name": surname_first, "discipline": here.discipline_id, "joined_on": "1 November 2026", "same_as": here.pk,
        "email": "New <new@example.org>", "organisation": "Shelter",
    }  # fmt: skip
    client = signed_in("facilitator")

    page = client.post(address(people, "member_add"), typed, follow=True)
    job = client.get(reverse("members:job_change", args=[here.pk]))

    back = people.seat("member")
    assert (back.left_on, back.absences.get().came_back_on, back.email) == (
        None,
        date(2026, 11, 1),
        here.email,
    )
    assert f"{here.name} has rejoined. What you typed is below. Save it if it is right." in one_line(
        page.content.decode()
    )
    assert page.context["form"]["email"].value() == "new@example.org"
    assert page.context["form"]["name"].value() == here.name
    assert page.context["form"]["joined_on"].value() == day(here.joined_on)
    assert job.context["form"]["organisation"].value() == "Shelter"


def test_somebody_who_shares_a_mailbox_is_added(people, signed_in):
    taken = people.seat("member").email

    page = signed_in("facilitator").post(
        address(people, "member_add"),
        {"name": "Bev Sutton", "discipline": people.seat("member").discipline_id, "joined_on": "1 November 2026",
         "email": taken},
    )  # fmt: skip

    assert page.status_code == 302
    assert people.site.members.filter(email=taken).count() == 2


def test_a_role_of_another_programme_cannot_be_chosen(people, signed_in):
    page = signed_in("facilitator").post(
        address(people, "member_add"),
        {"name": "Bev", "discipline": DisciplineFactory().pk, "joined_on": "1 November 2026"},
    )

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["discipline"]
