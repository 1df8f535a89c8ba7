"""Reports, laws, web pages and what is not published: see published.py."""

from tests.knowledge.citations.items import Pair, item

REPORTS = [
    Pair(
        "A charity's printed report: its name as author and as publisher.",
        item(
            "report",
            "Making Every Adult Matter",
            title="Turning the tide: a vision paper for multiple needs and exclusions",
            on=(2011,),
            publisher="Making Every Adult Matter",
            publisher_place="London",
        ),
        "Making Every Adult Matter (2011) <i>Turning the tide: a vision paper for multiple needs and exclusions</i>. London: Making Every Adult Matter.",
    ),
    Pair(
        "A government's report online: the address instead of the publisher that is its author.",
        item(
            "report",
            "Department of Health",
            title="No health without mental health",
            on=(2011, 2),
            publisher="Department of Health",
            publisher_place="London",
            URL="https://www.gov.uk/nhwmh",
            seen=(2012, 3, 3),
        ),
        "Department of Health (2011) <i>No health without mental health</i>. Available at: https://www.gov.uk/nhwmh (Accessed: 3 March 2012).",
    ),
    Pair(
        "Grey literature: a numbered report of a unit.",
        item(
            "report",
            "Cornes, Michelle",
            "Joly, Louise",
            title="Rethinking multiple exclusion homelessness",
            on=(2011,),
            genre="Working paper",
            number="12",
            publisher="King's College London",
            publisher_place="London",
        ),
        "Cornes, M. and Joly, L. (2011) <i>Rethinking multiple exclusion homelessness</i> (Working paper 12). London: King’s College London.",
    ),
    Pair(
        "A White Paper has its command number in round brackets.",
        item(
            "report",
            "Department of Health",
            title="Caring for our future: reforming care and support",
            on=(2012, 7, 11),
            genre="White Paper",
            number="Cm 8378",
            publisher="The Stationery Office",
            publisher_place="London",
        ),
        "Department of Health (2012) <i>Caring for our future: reforming care and support</i> (Cm 8378). London: The Stationery Office.",
    ),
    Pair(
        "NICE guidance has its kind and number in round brackets, and NICE in full.",
        item(
            "report",
            "National Institute for Health and Care Excellence",
            title="Coexisting severe mental illness and substance misuse: community health and social care services",
            on=(2016, 11, 30),
            genre="NICE guideline",
            number="NG58",
            publisher="National Institute for Health and Care Excellence",
            URL="https://www.nice.org.uk/guidance/ng58",
            seen=(2017, 1, 5),
        ),
        "National Institute for Health and Care Excellence (2016) <i>Coexisting severe mental illness and substance misuse: community health and social care services</i> (NICE guideline NG58). Available at: https://www.nice.org.uk/guidance/ng58 (Accessed: 5 January 2017).",
    ),
    Pair(
        "A leaflet says that it is one.",
        item(
            "pamphlet",
            "Crisis",
            title="Renting when you have a record",
            on=(2008,),
            publisher="Crisis",
            publisher_place="London",
        ),
        "Crisis (2008) <i>Renting when you have a record</i> [Leaflet]. London: Crisis.",
    ),
    Pair(
        "Figures that can be downloaded are a data set.",
        item(
            "dataset",
            "Office for National Statistics",
            title="Deaths of homeless people in England and Wales",
            on=(2022,),
            DOI="10.5555/ons.8",
        ),
        "Office for National Statistics (2022) <i>Deaths of homeless people in England and Wales</i> [Data set]. Available at: https://doi.org/10.5555/ons.8.",
    ),
]
LAW = [
    Pair(
        "An act: title, year and chapter in italics, and no author.",
        item("legislation", title="Care Act 2014", on=(2014,), number="c. 23"),
        "<i>Care Act 2014, c. 23</i>.",
    ),
    Pair(
        "An act online; its year and chapter may be recorded apart.",
        item(
            "legislation",
            title="Housing Act",
            on=(1996,),
            number="52",
            URL="https://www.legislation.gov.uk/ukpga/1996/52",
            seen=(2012, 3, 3),
        ),
        "<i>Housing Act 1996, c. 52</i>. Available at: https://www.legislation.gov.uk/ukpga/1996/52 (Accessed: 3 March 2012).",
    ),
    Pair(
        "A section of an act follows it.",
        item("legislation", title="Mental Health Act 1983", on=(1983,), number="c. 20", section="117"),
        "<i>Mental Health Act 1983, c. 20</i>, section 117.",
    ),
    Pair(
        "A statutory instrument has its number in round brackets, upright.",
        item("legislation", title="Detention Centre Rules 2001", on=(2001,), number="SI 2001/238"),
        "<i>Detention Centre Rules 2001</i> (SI 2001/238).",
    ),
    Pair(
        "An act of the Scottish Parliament keeps asp.",
        item("legislation", title="Homelessness etc. (Scotland) Act 2003", on=(2003,), number="asp 10"),
        "<i>Homelessness etc. (Scotland) Act 2003, asp 10</i>.",
    ),
    Pair(
        "A case has its parties in italics, then the law report.",
        item(
            "legal_case",
            title="Hazell v Hammersmith and Fulham London Borough Council",
            on=(1992,),
            volume="2",
            container_title="AC",
            page="1",
        ),
        "<i>Hazell v Hammersmith and Fulham London Borough Council</i> [1992] 2 AC 1.",
    ),
    Pair(
        "A case with a neutral citation.",
        item(
            "legal_case",
            title="Humphreys v Revenue and Customs",
            on=(2012,),
            number="UKSC 18",
            URL="https://www.bailii.org/uk/cases/UKSC/2012/18.html",
            seen=(2013, 6, 1),
        ),
        "<i>Humphreys v Revenue and Customs</i> [2012] UKSC 18. Available at: https://www.bailii.org/uk/cases/UKSC/2012/18.html (Accessed: 1 June 2013).",
    ),
    Pair(
        "A bill has its year and number.",
        item("bill", title="Mental Health Bill", on=(2025,), number="HL Bill 47"),
        "<i>Mental Health Bill</i> (2025) HL Bill 47.",
    ),
]
WEB = [
    Pair(
        "A web page of an organisation without a date.",
        item(
            "webpage",
            "Homeless Link",
            title="Housing First principles",
            URL="https://homeless.example.org/hf",
            seen=(2012, 3, 3),
        ),
        "Homeless Link (no date) <i>Housing First principles</i>. Available at: https://homeless.example.org/hf (Accessed: 3 March 2012).",
    ),
    Pair(
        "A web page without an author begins with its title, and no full stop stands after the year.",
        item(
            "webpage",
            title="Palladio's Italian villas",
            on=(2005,),
            URL="http://www.boglewood.com/palladio/",
            seen=(2018, 8, 23),
        ),
        "<i>Palladio’s Italian villas</i> (2005) Available at: http://www.boglewood.com/palladio/ (Accessed: 23 August 2018).",
    ),
    Pair(
        "A web page with neither author nor date.",
        item(
            "webpage",
            title="Naloxone <near> you?",
            URL="https://n.example.org/?q=near&you=1",
            seen=(2020, 10, 9),
        ),
        "<i>Naloxone &lt;near&gt; you?</i> (no date) Available at: https://n.example.org/?q=near&amp;you=1 (Accessed: 9 October 2020).",
    ),
    Pair(
        "A blog: the post in quotation marks, the blog in italics, the day.",
        item(
            "post-weblog",
            "Newton, Anne",
            title="What is 'good enough'?",
            on=(2012, 1, 16),
            container_title="Front line",
            URL="https://front.example.org/1",
            seen=(2012, 2, 23),
        ),
        "Newton, A. (2012) ‘What is “good enough”?’, <i>Front line</i>, 16 January. Available at: https://front.example.org/1 (Accessed: 23 February 2012).",
    ),
    Pair(
        "A newspaper's article: the day and month, and the page.",
        item(
            "article-newspaper",
            "Mansell, Warwick",
            "Bloom, Adi",
            title="£10,000 carrot to tempt experts",
            on=(2012, 6, 20),
            container_title="The Guardian",
            page="5",
        ),
        "Mansell, W. and Bloom, A. (2012) ‘£10,000 carrot to tempt experts’, <i>The Guardian</i>, 20 June, p. 5.",
    ),
    Pair(
        "A newspaper's article without an author begins with the newspaper.",
        item(
            "article-newspaper",
            title="Bank accounts",
            on=(2012, 6, 14),
            container_title="The Times",
            page="7",
        ),
        "<i>The Times</i> (2012) ‘Bank accounts’, 14 June, p. 7.",
    ),
    Pair(
        "A podcast of lived experience says so, and has its day.",
        item(
            "broadcast",
            "Verity, Andrew",
            title="Coming off the streets",
            on=(2020, 12, 17),
            genre="Podcast",
            URL="https://pod.example.org/4",
            seen=(2021, 2, 3),
        ),
        "Verity, A. (2020) <i>Coming off the streets</i> [Podcast]. 17 December. Available at: https://pod.example.org/4 (Accessed: 3 February 2021).",
    ),
    Pair(
        "A film begins with its title, and says who directed it, names in their order.",
        item(
            "motion_picture",
            "Loach, Ken",
            title="I, Daniel Blake",
            on=(2016,),
            publisher="eOne Films",
            publisher_place="London",
        ),
        "<i>I, Daniel Blake</i> (2016) Directed by Ken Loach [Film]. London: eOne Films.",
    ),
    Pair(
        "A programme on television begins with its title, then the channel and the day.",
        item(
            "broadcast", title="Panorama: Undercover care", on=(2011, 5, 31), publisher="BBC One Television"
        ),
        "<i>Panorama: Undercover care</i> (2011) BBC One Television, 31 May.",
    ),
]
UNPUBLISHED = [
    Pair(
        "A thesis: its degree and its university.",
        item(
            "thesis",
            "Allen, Sarah J.",
            title="The social and moral fibre",
            on=(2009,),
            genre="PhD thesis",
            publisher="University College Dublin",
        ),
        "Allen, S.J. (2009) <i>The social and moral fibre</i>. PhD thesis. University College Dublin.",
    ),
    Pair(
        "A paper at a conference: the conference in italics, its place and days.",
        item(
            "paper-conference",
            "Jones, Dai",
            title="Developing outreach",
            on=(2014,),
            event_title="Engineering the future",
            event_place="University of Brockhaven",
            event_date={"literal": "5–6 June"},
        ),
        "Jones, D. (2014) ‘Developing outreach’, <i>Engineering the future</i>. University of Brockhaven, 5–6 June.",
    ),
    Pair(
        "A paper in published proceedings is like a chapter.",
        item(
            "paper-conference",
            "Cook, Dinah",
            title="Small steps",
            on=(2000,),
            editor=["Hart, Jo"],
            container_title="Adding the spark",
            publisher="ISBA",
            publisher_place="Leeds",
            page="127-36",
        ),
        "Cook, D. (2000) ‘Small steps’, in J. Hart (ed.) <i>Adding the spark</i>. Leeds: ISBA, pp. 127–136.",
    ),
    Pair(
        "An unpublished paper says so.",
        item(
            "manuscript",
            "Soubhi, Hassan",
            title="Collective capability: guidelines for theory and measurement",
            on=(2010,),
            publisher="University of Sherbrooke",
            publisher_place="Sherbrooke",
        ),
        "Soubhi, H. (2010) <i>Collective capability: guidelines for theory and measurement</i>. Sherbrooke: University of Sherbrooke. Unpublished.",
    ),
    Pair(
        "A practice example that a team wrote down for itself.",
        item(
            "manuscript",
            "Dunsmere Outreach Team",
            title="Meeting at the allotment",
            on=(2012,),
            genre="Practice example",
        ),
        "Dunsmere Outreach Team (2012) <i>Meeting at the allotment</i>. Practice example. Unpublished.",
    ),
    Pair(
        "What somebody wrote or said: its medium and who received it, upright, and the day.",
        item("personal_communication", "Deer, Samira", title="Email to Joan Stephens", on=(2018, 8, 14)),
        "Deer, S. (2018) Email to Joan Stephens, 14 August.",
    ),
    Pair(
        "A talk: its medium, the event in italics, the place and the day.",
        item(
            "speech",
            "Brown, Thea",
            title="Who is not in the room?",
            on=(2017, 4, 21),
            genre="Lecture",
            event_title="Front line week",
            event_place="Leeds",
        ),
        "Brown, T. (2017) ‘Who is not in the room?’ [Lecture], <i>Front line week</i>. Leeds, 21 April.",
    ),
]
OTHERS = [*REPORTS, *LAW, *WEB, *UNPUBLISHED]
