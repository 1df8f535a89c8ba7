"""What the page of a write-up adds to its words: chosen by the sender, seen by who checks it, frozen with the words."""

import pytest
from django.urls import reverse

from cases.clearance.models import Audience, ClearedText
from cases.models import Need
from knowledge.library import drafting, search
from knowledge.library.actions import write_ups
from knowledge.library.pdf import context_of
from tests.reading import one_line

pytestmark = pytest.mark.django_db


def tell(write_up, people, *, place="programme", days="season", left_out=()):
    return write_ups.choose_what_is_told(
        write_up,
        audience="programme",
        tells_place=place,
        tells_days=days,
        needs_left_out=left_out,
        by=people.facilitator,
    )


def test_a_site_that_is_left_out_is_on_no_page_for_readers_outside(client, people, write_up, publish):
    tell(write_up, people)
    version = publish(Audience.PUBLIC)
    site, case = write_up.site, write_up.case
    pages = [
        write_up.get_absolute_url(),
        "/library/",
        "/library/?q=letter",
        f"{write_up.get_absolute_url()}?version=1",
        reverse("library:pdf_status", args=[write_up.pk]),
    ]

    shown = "".join(client.get(page).content.decode() for page in pages) + str(context_of(version))

    assert version.cleared_text.title in shown
    for name in (site.place, site.code, case.reference):
        assert name not in shown
    assert str(site.programme) in shown


def test_a_site_that_is_left_out_cannot_be_searched_for(people, write_up, publish):
    tell(write_up, people)
    publish(Audience.PUBLIC)

    tags = search.library_for(people.member).get().tags

    assert not tags.filter(facet="site").exists()


@pytest.mark.parametrize(("days", "length"), [("month", 7), ("year", 4)])
def test_every_date_of_a_write_up_is_as_exact_as_was_chosen(people, write_up, days, length):
    tell(write_up, people, days=days)
    content = drafting.content_of(write_up)

    keys = [content["period"], *(step[name] for step in content["steps"] for name in ("agreed", "answered"))]

    assert {len(key) for key in keys if key} == {length}


def test_a_need_that_was_left_out_is_not_told(people, write_up):
    shown, hidden = Need.objects.all()[:2]
    write_up.case.needs.set([shown, hidden])

    tell(write_up, people, left_out=[hidden])

    assert drafting.content_of(write_up)["needs"] == [shown.name]


def test_whoever_checks_it_sees_the_page_with_what_it_adds(client, people, write_up):
    write_up.case.needs.set(Need.objects.all()[:1])
    tell(write_up, people, place="site", days="season")
    version = write_ups.send_write_up_for_checking(write_up, audience="programme", by=people.facilitator)
    client.force_login(people.member)

    page = one_line(
        client.get(reverse("clearance:text_check", args=[version.cleared_text_id])).content.decode()
    )

    seen = page.partition("As readers will see it")[2].partition("Could anyone be identified?")[0]
    content = version.cleared_text.content
    for words in (
        f"A case from {write_up.site}",
        content["reference"],
        content["needs"][0],
        "Nobody read with her.",
    ):
        assert words in seen
    assert any(f"{season} 20" in seen for season in ("winter", "spring", "summer", "autumn"))


def test_another_choice_is_another_text_to_check(people, write_up):
    first = write_ups.send_write_up_for_checking(write_up, audience="programme", by=people.facilitator)
    tell(write_up, people)
    second = write_ups.send_write_up_for_checking(write_up, audience="programme", by=people.facilitator)

    assert second.cleared_text.sha256 != first.cleared_text.sha256
    assert second.number == first.number + 1


def test_the_sender_can_see_the_page_before_sending_it(client, people, write_up):
    client.force_login(people.facilitator)
    address = reverse("library:write_up_send_for_checking", args=[write_up.case_id])
    chosen = {"audience": "programme", "tells_place": "programme", "tells_days": "year", "show": "1"}

    answer = client.post(address, chosen, follow=True)

    seen = one_line(answer.content.decode()).partition("As readers will see it")[2]
    assert f"A case from {write_up.site.programme}" in seen
    assert not ClearedText.objects.exists()


def test_issues_of_its_case_are_not_shown_beside_a_write_up_without_its_site(
    people, write_up, publish, client
):
    tell(write_up, people)
    version = publish(Audience.PROGRAMME)
    client.force_login(people.member)

    page = client.get(version.learning_object.get_absolute_url())

    assert page.context["issues"] == []
