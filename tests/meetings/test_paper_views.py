"""Minutes and the pack on screen."""

from html import unescape

from meetings import actions
from tests.meetings.addresses import url
from tests.reading import opened_in


def test_minutes_are_written_and_read_by_the_site(signed_in, meeting):
    signed_in("facilitator").post(
        url("minutes_edit", meeting.pk), {"minutes": "We met.\r\n\r\nWe <b>ate</b>."}
    )

    page = signed_in("member").get(meeting.get_absolute_url()).content.decode()
    assert "<p>We met.</p>" in page
    assert "We &lt;b&gt;ate&lt;/b&gt;." in page


def test_minutes_that_somebody_else_saved_meanwhile_stand_beside(signed_in, people, meeting):
    client = signed_in("facilitator")
    mine = {"minutes": "My words", **opened_in(client.get(url("minutes_edit", meeting.pk)))}
    actions.write_minutes(meeting, text="Somebody else's words", by=people.facilitator)

    stale = client.post(url("minutes_edit", meeting.pk), mine)
    again = client.post(url("minutes_edit", meeting.pk), {"minutes": "Both words", **opened_in(stale)})

    page = unescape(stale.content.decode())
    assert stale.status_code == 422
    assert "Somebody else's words" in page
    assert "My words" in page
    assert again.status_code == 302
    meeting.refresh_from_db()
    assert meeting.minutes == "Both words"


def test_minutes_that_are_too_long_stay_on_the_page(signed_in, meeting):
    response = signed_in("facilitator").post(url("minutes_edit", meeting.pk), {"minutes": "word " * 20_000})

    assert response.status_code == 422
    assert "longer than 50,000 characters" in response.content.decode()
    assert "word word" in response.content.decode()


def test_the_pack_has_agenda_ground_rules_and_a_sheet_to_sign(signed_in, meeting, tom):
    page = signed_in("facilitator").get(url("meeting_pack", meeting.pk)).content.decode()

    for words in ("Welcome and introductions", "No names, no initials, no streets.", "Tom Hallett"):
        assert words in page
