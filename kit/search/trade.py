"""Words of the trade that are one for a search: short forms with what they stand for, and plurals without a rule.

The meanings are those of the NHS's and the government's own pages (the NHS "Abbreviations you may find in your health
records", the CPS's and the Home Office's guidance on domestic abuse, gov.uk on benefits and on probation). A short form
that stands for two things in the trade is left out: NFA (no fixed abode, no further action), ED, SU, NPS.
"""

SHORT_FORMS: dict[str, list[str]] = {
    "a&e": ["accident and emergency", "emergency department"],
    "adhd": ["attention deficit hyperactivity disorder"],
    "amhp": ["approved mental health professional"],
    "asb": ["antisocial behaviour", "anti social behaviour"],
    "asd": ["autism spectrum disorder", "autistic spectrum disorder"],
    "b&b": ["bed and breakfast"],
    "bpd": ["borderline personality disorder"],
    "cab": ["citizens advice bureau", "citizens advice"],
    "camhs": ["child and adolescent mental health services"],
    "cbt": ["cognitive behavioural therapy"],
    "cjs": ["criminal justice system"],
    "cmht": ["community mental health team"],
    "cpa": ["care programme approach"],
    "cpn": ["community psychiatric nurse"],
    "dla": ["disability living allowance"],
    "dols": ["deprivation of liberty safeguards"],
    "dv": ["domestic violence", "domestic abuse", "dva"],
    "dwp": ["department for work and pensions"],
    "ebe": ["expert by experience"],
    "esa": ["employment and support allowance"],
    "gp": ["general practitioner", "family doctor"],
    "iapt": ["improving access to psychological therapies"],
    "idva": ["independent domestic violence adviser", "independent domestic violence advocate"],
    "iom": ["integrated offender management"],
    "jsa": ["jobseekers allowance"],
    "mappa": ["multi agency public protection arrangements"],
    "marac": ["multi agency risk assessment conference"],
    "mca": ["mental capacity act"],
    "meam": ["making every adult matter"],
    "mh": ["mental health"],
    "mha": ["mental health act"],
    "nhs": ["national health service"],
    "ocd": ["obsessive compulsive disorder"],
    "ot": ["occupational therapist", "occupational therapy"],
    "pip": ["personal independence payment"],
    "ptsd": ["post traumatic stress disorder"],
    "tb": ["tuberculosis"],
    "vawg": ["violence against women and girls"],
    "yot": ["youth offending team"],
}

# What the stemmer cannot know: each word of a line is the first one of it.
IRREGULAR = {
    other: first
    for first, *others in map(
        str.split,
        """
        woman women womens
        man men mens
        child children childrens
        person people persons peoples
        foot feet
        tooth teeth
        wife wives
        midwife midwives
        housewife housewives
        crisis crises
        diagnosis diagnoses
        criterion criteria
        thief thieves
        half halves
        shelf shelves
        mum mom mummy mommy
        dad daddy
        tell told
        sleep slept
        keep kept
        """.strip().splitlines(),
    )
    for other in others
}

# Words that are in nearly every text. They are found in titles, and asked for only where a search has no other.
COMMON = frozenset(
    """a about after all also am an and any are as at be because been before being but by can could did do does doing
    down during each few for from further had has have having he her here hers him his how i if in into is it its
    itself just me more most my no nor not of off on once only or other our out over own she should so some such
    than that the their theirs them then there these they this those through to too under until up very was we were
    what when where which while who whom why will with would you your""".split()
)
