"""How much the word before or after says that a word is a name. Pure.

Each weight is a pair: for a word that is in no dictionary, and for a word of the dictionary that is a first name too
("told kelechi", "told grace"). With 100 altogether, a word counts as a name (weighing.py).
"""

from kit.privacy.identifiers import lists

Weight = tuple[int, int]
NOTHING: Weight = (0, 0)


def _weights(*groups: tuple[Weight, str]) -> dict[str, Weight]:
    """Return the weight of each word, of a later group where it is in several."""
    return {word: weight for weight, words in groups for word in words.split()}


BEFORE = _weights(
    (
        (25, 8),
        """to for of on at about and n or but so that when wen because cos coz becos bcos thats that's its it's if since while whilst then as before after
        until till though although is was are were be plus not only even just well yes no ok okay yeah yea yep x soz sorry
        think thinks thought says said reckon reckons hope hopes suppose guess know knew sure maybe perhaps whether where how
        why what who which than including inc incl especially specially hence therefore poor lovely dear old young little
        big wee our need want needs wants let made make makes re via per cc lead leads name names contact today yesterday
        yday tonight tomorrow tmrw tomoz 2moro monday tuesday wednesday thursday friday saturday sunday again now later plan
        action actions next step steps chair notes apologies present attended attendees attending update can could did does
        would should will has have had had having""",
    ),
    (
        (45, 25),
        """with w wiv by from between without like saw see seen seeing sees met meet meeting meets visit visited visiting visits
        contact contacted contacting chase chased chasing support supported supporting supports help helped helping helps trust trusts involve
        involved involving miss misses missed missing hit hits punched assaulted attacked hurt took take taking brought bring
        bringing fetch fetched collected collect gave give giving gives left find found finding heard hear hearing inform
        informed informing advised advise update updated discuss discussed discussing try tried trying send sent pick catch
        caught care cared about love loves loved loving hate hates likes liked blame blames blamed against towards behind
        beside know knows knew knowing joined join owe owes owed pay paid lend lent protect follow followed believe
        believes believed mention mentions mentioned mentioning avoid avoids avoided introduce introduced refer referred assess assessed admit remember
        remembers recognised watch watched marry married both either neither nor @ vs""",
    ),
    (
        (60, 45),
        """pt client tenant occupier informant witness caller suspect susp ip ap vp aggd male female resident patient victim
        neighbour offender defendant co-defendant applicant user guest lodger visitor colleague volunteer landlord
        landlady ex nok poor man woman mama papa nanny nanna baby old source driver passenger owner occupant
        householder keyholder complainant perpetrator perp alleged""",
    ),
    (
        (75, 62),
        """phone text txt email message call ring hi hiya hello hey dear thanks thx ta cheers ty regards morning afternoon evening nite
        night love spoke""",
    ),
    (
        (75, 80),
        """tell told telling tells ask asked asking asks rang ringing rung phoned phoning texted texting txted emailed emailing messaged
        messaging thank thanked remind reminded reminding tolld askd telled""",
    ),
    ((45, 10), "action actions"),
    (
        (55, 55),
        """met visited visiting arrested assaulted punched hugged hugs kissed married introduced accompanied accompanying texts phones
        rings calls invited inviting evicted discharged hospitalised""",
    ),
    (
        (-25, -70),
        """a an the some any this these those every each very more most too such another other no my his her its their your
        quite rather really""",
    ),
    ((-10, -60), "silver black white red blue grey green gold yellow stolen parked electric hire company"),
    (
        (-15, -70),
        "i we he she they you it u who ill id im can't cannot dont don't didnt didn't much many less",
    ),
    ((0, 0), "her his my"),
)
# Before a word of the dictionary these are verbs and little words that say the opposite.
AGAINST = frozenset(
    """to can could would should will must might may do does did shall has have had not in on of as is was are were be been for by
    no full good great high low big little old young new first last best hope what how""".split()
)
ITS = frozenset(("is", "was", "given", "as", "to", "me", "him", "her", "them", "it", "us"))
NAMING = {
    **dict.fromkeys(("call", "calls", "calling"), ITS - {"is", "was"}),
    **dict.fromkeys(
        ("name", "names", "nickname", "surname", "forename", "alias"),
        frozenset(("is", "was", "as", "given", "of")),
    ),
    **dict.fromkeys(("known", "goes", "referred"), frozenset(("as", "by"))),
}
# "Her worker is grace", "the nurse, pearl, said"; but "mum is frank".
IN_A_JOB = (
    lists.OF_WORKERS | lists.FAMILY | {"tenant", "client", "patient", "victim", "informant", "name"}
) - {"support", "social", "probation", "outreach", "baby", "child"}
ALSO_HOW_SOMEBODY_IS = frozenset(
    "frank rich merry gay sunny happy lucky rusty sandy precious jolly ginger will may can might must angel star king queen baby tiny smiley grace hope faith red ace curly shorty slim skinny sleepy sharp blessed patient game key away back home".split()
)
# What opens a question about somebody, and what it goes on with: "is grace ok", "has mark rung".
ASKED_OF = frozenset("is has was did does wheres where's hows how's whens when's".split())
ASKED_FOR = frozenset(
    "ok okay alright allright there about around still coming going back ring rung come turn turned show say said know want need got get eaten eat sleep slept take taken given seen heard been able meant supposed allowed".split()
)
AFTER = _weights(
    (
        (20, 8),
        """to and or not here present also still now again at from with on for re both too himself herself never always
        yesterday today tonight just only already soon later either n""",
    ),
    ((15, 0), "in"),
    ((35, 35), "downstairs upstairs"),
    ((25, 12), "is was are were has had isn't wasn't hasn't"),
    (
        (32, 25),
        """needs got gets goes went came comes left keeps kept took takes gave gives does did looks looked seems seemed turned used
        can could should would will who whos hit fell ran let lets paid pays made makes heard saw met found brought called
        gonna and's bought put sat sold stole lost cut broke works worked lived lives moved stays stayed died passed
        read wrote sent spoke calls visited visits turned helped tried tries spent threw walked woke wakes comes slept
        declined declines presents presented collapsed absconded missed cooked sorted handed fell helps carried bought dropped live lives gripped failed accepted joined""",
    ),
    (
        (45, 62),
        """say says said sed sez tell tells told ask asks asked rang rings phoned texted txt txted thinks thought reckons reckoned
        wants wanted knows knew feels felt hates hated loves loved likes liked refused refuses agreed agrees admitted admits
        denied denies cried cries trusts trusted arrived drinks drank smokes smoked sleeps attends attended reported reports
        stated states claims claimed understood understands noticed remembers forgot forgets swears insists insisted
        explained mentioned replied answered apologised promised believes believed suggested confirmed complained shouted
        laughed smiled screamed wishes wished doesnt didnt wasnt isnt hasnt wont cant dosnt hasent doesn't didn't won't
        can't couldn't wouldn't couldnt wouldnt raised thanked""",
    ),
    ((45, 55), "who whos who's"),
    ((-10, -70), "of he she they we i you it there be been a an"),
    ((0, -40), "the his her my their your our its me us them him that this"),
)
AFTER_A_POSSESSIVE = frozenset(
    """flat house home room place mum mam mother dad father brother sister son daughter wife husband partner boyfriend girlfriend
    kids children baby phone mobile number money benefits benefit door key keys car van dog cat bed tenancy rent debt script
    meds medication prescription worker key keyworker social gp nurse doctor support case review care plan notes file
    birthday funeral family friend mate mates friends neighbour landlord cousin aunt uncle nan gran address job behalf
    fault idea cough leg foot arm head heating electric gas boiler drinking health mood bloods letter letters appointment
    assessment meeting story name niece nephew ex carer carers housemate sofa hostel stuff clothes bag coat""".split()
)
IN_BRACKETS = (
    lists.FAMILY | lists.OF_WORKERS | {"nok", "dtr", "gp", "deceased", "dob", "age", "aged", "he", "she"}
)
GREETING_OR_FAREWELL = frozenset(
    "hi hiya hello hey dear thanks thank regards wishes cheers ta thx love morning afternoon evening sincerely faithfully "
    "signed respect respectfully".split()
)
HEADINGS = frozenset(
    """action actions lead chair notes minutes apologies present attendees attending victim witness ip nok name names tenant
    landlord owner informant client patient contact signed from to cc author presenter facilitator initials alias
    subject offender defendant nurse consultant worker minute-taker""".split()
)
IN_COMPANY = frozenset(
    """spoke talked spoken speak talk speaking talking chat chatted met meet discussed lives live living lived stays stay staying
    stayed argued argument fight contact agreed agree apologised wrote according thanks lent belong close closer closest married engaged related belongs
    belonging belonged""".split()
)
BEFORE_A_STATE = frozenset(
    "is isn't isnt was wasn't wasnt not has hasn't hasnt seems looks looked feels".split()
)
# What only a person is or does: "hope is drinking", "joy not in", "may was upset".
STATES = frozenset(
    """drinking sleeping crying living staying asking saying refusing waiting eating smoking using coming going working talking shouting
    begging ringing texting struggling pregnant drunk sober asleep awake upset angry tired ill unwell sick poorly fine ok okay
    homeless worried scared frightened hungry cold in here home out back away abusive admitted discharged arrested detained
    sentenced evicted sectioned taken recalled released bailed charged jailed transferred sent at married divorced involved interested happy sad lonely anxious depressed paranoid intoxicated barred banned
    mad missing due aware keen off allowed known present moved gone left been seen heard had got engaging attending
    late early ready nice kind dead alive deaf blind retired unemployed housed rehoused""".split()
)
# Those that follow a name without a verb, as notes are written: "hope crying", "Frank off sick".
STATES_ALONE = frozenset(
    """crying refusing sleeping asleep awake upset angry scared worried frightened unwell poorly sick drunk tearful off
    missing homeless pregnant agitated settled tired gone""".split()
)
# After these a word is no verb: "with may", "from will".
BEFORE_NO_VERB = frozenset("with from by for about of told saw see met asked".split())
SEEKING = frozenset(
    "ask asked asking asks look looked looking wait waits waiting waited worried concerned heard".split()
)
FEELING = frozenset(
    "scared frightened afraid terrified fond proud wary jealous ashamed sick carer mother mum mam father dad brother sister son daughter wife husband partner friend mate ex cousin aunt uncle nan".split()
)  # before "of" and somebody
OPENINGS = frozenset(
    "sorry soz can could just please pls i hope are thanks thank quick me its it's did have do when what any are u".split()
)  # of a message
PLEASE = frozenset("pls plz please".split())
ASKING = frozenset("can could are r did have do where would".split())
YOU = frozenset("u you ya".split())
# What only a person does, after "to", "will" or "has": "mark to ring", "jo will chase", "col has offered".
DOING_NEXT = frozenset(
    "go come try take help see sort pick support follow do find get give make look".split()
)
GIVING = frozenset(
    "gave give gives giving lent lend sent send owe owes owed pay paid show showed shown offer offered bought buy handed hand left got".split()
)
A_THING = frozenset("the a an his her my some another money forty fifty twenty ten five this that".split())
PERCEIVING = frozenset(
    "see saw seen hear heard found find left caught watched noticed get got keep keeps".split()
)
DONE_BY = frozenset(
    """seen visited brought found told assaulted attacked hit supported accompanied referred assessed signed written reviewed prepared
    helped raised owned taken given collected reported met called beaten hurt looked""".split()
)
COMING = frozenset("to will can could should would has had have shall may might gonna going".split())
DOING = frozenset(
    """ring phone text email ask tell chase visit meet attend bring collect contact speak talk book write arrange drop
    offered agreed refused asked told rung phoned texted emailed chased visited met promised admitted denied spoken
    attended said decided""".split()
)
SOMEBODYS = frozenset("his her my our their your whose".split())
ADVERBS = frozenset(
    "still just always never only also often then usually sometimes probably really now even finally soon".split()
)
# First names that are words, and which with a surname that is a word are one: "mark brown", "grace king".
GIVEN = frozenset(
    """mark grace frank joy faith hope jack bob rob pat sue dean ken don nick ray lee bill rich victor martin matt mike peter carol
    maria sally harry grant angel dawn gene jay drew eddy robin ruby penny heather june april""".split()
)
TEAMS = frozenset(
    """housing probation outreach police ward hostel council mental social community adult children's childrens nhs ot crisis liaison
    discharge substance drug alcohol recovery turning change citizens shelter crisis street night day home family adults safeguarding""".split()
)
