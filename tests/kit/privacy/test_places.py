"""Places, organisations and events that are in no list are found by their words; terms of the trade are left alone."""

import re

import pytest

from kit.privacy.identifiers import Certainty, find

FOUND = """
he sleeps behind [the red lion] most nights
seen outside [bird in hand] at ten
drinks in [the Rose and Crown] daily
put out of [mercy house] cos of noise
she is on [lilac ward] still
moved to [kestrel lodge] in may
nurse at [larkspur nursing home] on nights
their boy goes to [copper beech special school] now
arrested o/s [lucky dragon casino] at two
his brother works at [wheelrite repairs] since then
collect it from [tallow hill boxing gym] please
the funeral is at [our lady of the rosary] on the day
WORKS NIGHTS AT [SULTAN'S GRILL] NOW
WAS LEFT AT [CUTLASS GROVE] IN THE RAIN
lives off [brick kiln lane] with a dog
found on [tenter street] asleep
moved to [12 Eastgate] after that
he is at [flat 70, cutler heights] again
stays in [room 4, Ash Court] now
he has been to [fourteen b bankside] twice
came from [kestle bay] by boat
an uncle in [brierthorpe] sends money
walked to [thistle green] and back
lives near [monks eaton] these days
shop staff at the [Wilko on Eastgate] rang
meet outside [pure gym docks] tonight
placed at [Castlegate Foyer] for now
funding for [Beacon Lounge] is agreed
went in for [the ammonia leak at the cold store] and after
he was in [the lift that fell] that year
she saw [the hanging at the bandstand] herself
was it [the level crossing crash], he asked
same as [the drowning everybody signed the petition about] then
lost him in [the ferry disaster]. she never said
he [fell from the viaduct] at night
her cousin [won the lottery] and left
since [the roof of the Regal came down] he is afraid
[the boat that was in all the papers in '79] took them
she was [the girl on the roof] to everyone
he is [the lad who climbed the town hall clock] in May
it was [the woman who was found in the canal] again
after [the taxi driver shot in Holbeck] they left
[the stabbing there at new year] changed him
moved out because of [the shootings] and the press
he is [the last man out of Point of Ayr] still
they say [the body in the mere] was hers
after [the night the pit flooded] he drank
she met [the youngest mayor the town ever had] then
since [the petrol station thing with the machete] nobody rings
remembers [the row about the twins, which went all round Facebook] well
up [the Aldi on Mill Road] at ten
he works nights at [Greggs in Totton] now
behind [the Shell garage on Salisbury Road] asleep
works at [the chip shop on Cable Street] now
lives in [the top flat above the bookies on Roundhay Rd] still
a lad from [the archer project] came
drinking at [the Vagabond] again
he was cleared at [Bradford Crown Court] last week
on remand at [HMP Durham] since
Employer: [Foundations], part time
a filleter at [Young's] and then
it was in [the Whitehaven News] twice
an office in [Liverpool Road] was found
moved to [gloucester house] in may
a referral from [the Maltings surgery] came
"""
LEFT_ALONE = """
she moved to supported housing in the spring
he lives in a care home near the hospital
at night she stays in temporary accommodation
seen on the ward and in the clinic by the team
he goes to primary school and then to college
they met at work and in court last week
in police custody for a night, then to prison
on the high street, near the bus station
at the day centre and the food bank
he walked down the road to the shop
there was a fire in the kitchen and no one was hurt
the fire alarm went off; the smoke alarm did not
a flood of calls came in, and a leak in the roof
put on a crash mat by the bed
on Facebook as usual and at home as well
in the main hall of the community centre
referred to mental health services and to housing
at risk of hospital admission in winter
the Court of Appeal and the Supreme Court disagree
they used Open Dialogue and the Outcomes Star
we met in the community centre because the library was shut
there was a small fire in a bin and nobody was hurt
the only thing that works in the first month is turning up
at the coroner's court people wait in the corridor
he fell down the stairs and was admitted
when the system crashed the notes were lost
the last person to leave turns off the lights
survivors of domestic abuse and of trafficking
"""


def lines(table: str) -> list[str]:
    """The lines of a table."""
    return table.strip().splitlines()


def loud(text: str):
    """The flags that are not quiet."""
    return [flag for flag in find(text) if flag.certainty != Certainty.QUIET]


@pytest.mark.parametrize("line", lines(FOUND))
def test_a_place_or_an_event_is_found_by_its_words(line):
    before, passage, _ = re.split(r"[\[\]]", line)
    text, start, end = line.replace("[", "").replace("]", ""), len(before), len(before) + len(passage)

    covered = sum(max(0, min(end, flag.end) - max(start, flag.start)) for flag in loud(text))

    assert covered >= 0.5 * len(passage)


@pytest.mark.parametrize("line", lines(LEFT_ALONE))
def test_plain_places_are_left_alone(line):
    assert [line[flag.start : flag.end] for flag in loud(line)] == []
