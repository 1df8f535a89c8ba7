"""The reference list of the report on the communities of practice of 2012-13, as items and as Harvard has them."""

from tests.knowledge.citations.items import Pair, item

REPORT = "A reference of the report on the communities of practice"
PAIRS = [
    Pair(
        REPORT,
        item(
            "report", "Anderson, S.", title="Complex responses: understanding poor front line responses to adults with multiple needs", on=(2011,),
            publisher="Revolving Doors Agency", publisher_place="London", URL="http://www.revolving-doors.org.uk/documents/complex-responses-2011/",
        ),
        "Anderson, S. (2011) <i>Complex responses: understanding poor front line responses to adults with multiple needs</i>. London: Revolving Doors Agency. Available at: http://www.revolving-doors.org.uk/documents/complex-responses-2011/.",
    ),
    Pair(
        REPORT,
        item(
            "report", "Cornes, M.", "Joly, L.", "Manthorpe, J.", "O'Halloran, S.", on=(2011,), publisher="King's College London", publisher_place="London",
            title="Rethinking multiple exclusion homelessness: implications for workforce development and interprofessional practice",
        ),
        "Cornes, M. <i>et al.</i> (2011) <i>Rethinking multiple exclusion homelessness: implications for workforce development and interprofessional practice</i>. London: King’s College London.",
    ),
    Pair(
        REPORT,
        item(
            "article-journal", "Greig, R.", "Poxton, R.", title="Nice process – but did joint commissioning change anyone's life?", on=(2001,),
            container_title="Managing Community Care", volume="9", page="16-21",
        ),
        "Greig, R. and Poxton, R. (2001) ‘Nice process – but did joint commissioning change anyone’s life?’, <i>Managing Community Care</i>, 9, pp. 16–21.",
    ),
    Pair(
        REPORT,
        item(
            "report", "Making Every Adult Matter", title="Turning the tide: a vision paper for multiple needs and exclusions", on=(2011,),
            publisher="Making Every Adult Matter", publisher_place="London",
        ),
        "Making Every Adult Matter (2011) <i>Turning the tide: a vision paper for multiple needs and exclusions</i>. London: Making Every Adult Matter.",
    ),
    Pair(
        REPORT,
        item(
            "article-journal", "Petch, A.", title="Tectonic plates; aligning evidence, policy and practice in health and social care integration", on=(2012,),
            container_title="Journal of Integrated Care", volume="20", issue="2", page="77-88",
        ),
        "Petch, A. (2012) ‘Tectonic plates; aligning evidence, policy and practice in health and social care integration’, <i>Journal of Integrated Care</i>, 20(2), pp. 77–88.",
    ),
    Pair(
        REPORT,
        item(
            "article-journal", "Scanlon, C.", "Adlam, J.", title="Defacing the currency?: a group analytic appreciation of homelessness", on=(2012,),
            container_title="Group Analysis", volume="44", issue="2", page="131-148",
        ),
        "Scanlon, C. and Adlam, J. (2012a) ‘Defacing the currency?: a group analytic appreciation of homelessness’, <i>Group Analysis</i>, 44(2), pp. 131–148.",
    ),
    Pair(
        REPORT,
        item(
            "article-journal", "Scanlon, C.", "Adlam, J.", title="The distressing effects of working in (dis)stressed homeless organisations", on=(2012,),
            container_title="Housing, Care and Support", volume="15", issue="2", page="74-82",
        ),
        "Scanlon, C. and Adlam, J. (2012b) ‘The distressing effects of working in (dis)stressed homeless organisations’, <i>Housing, Care and Support</i>, 15(2), pp. 74–82.",
    ),
    Pair(
        REPORT,
        item("manuscript", "Soubhi, H", title="Collective capability: guidelines for theory and measurement", on=(2010,), publisher="University of Sherbrooke", publisher_place="Sherbrooke", genre="Unpublished paper"),
        "Soubhi, H. (2010) <i>Collective capability: guidelines for theory and measurement</i>. Unpublished paper. Sherbrooke: University of Sherbrooke.",
    ),
    Pair(
        REPORT,
        item(
            "article-journal", "Soubhi, H.", "Bayliss, E.", "Fortin, M.", "Hudon, C.", "Van den Acker, M.", "Thivierge, R.", "Posel, N.", "Fleiszer, D.", on=(2010,),
            title="Learning and caring in communities of practice: using relationships and collective learning to improve primary care for patients with multimorbidity",
            container_title="Annals of Family Medicine", volume="8", issue="2", page="170-177",
        ),
        "Soubhi, H. <i>et al.</i> (2010) ‘Learning and caring in communities of practice: using relationships and collective learning to improve primary care for patients with multimorbidity’, <i>Annals of Family Medicine</i>, 8(2), pp. 170–177.",
    ),
    Pair(
        REPORT,
        item("book", "Wenger, E.", title="Communities of Practice", on=(1998,), publisher="Cambridge University Press", publisher_place="Cambridge"),
        "Wenger, E. (1998) <i>Communities of Practice</i>. Cambridge: Cambridge University Press.",
    ),
    Pair(
        REPORT,
        item(
            "article-journal", "Williams, P.", "Sullivan, H.", title="Despite all we know about collaborative working, why do we still get it wrong?", on=(2010,),
            container_title="Journal of Integrated Care", volume="18", issue="4", page="4-15",
        ),
        "Williams, P. and Sullivan, H. (2010) ‘Despite all we know about collaborative working, why do we still get it wrong?’, <i>Journal of Integrated Care</i>, 18(4), pp. 4–15.",
    ),
    Pair(
        REPORT,
        item(
            "article-journal", "Williams, P.M.", title="Integration of health and social care: a case of learning and knowledge management", on=(2012,),
            container_title="Health and Social Care in the Community", volume="20", issue="5", page="550-560",
        ),
        "Williams, P.M. (2012) ‘Integration of health and social care: a case of learning and knowledge management’, <i>Health and Social Care in the Community</i>, 20(5), pp. 550–560.",
    ),
]  # fmt: skip
