"""Finding vehicle registrations and references to records: of police, courts, prisons, landlords, hospitals. Pure."""

import re
from collections.abc import Iterator

from kit.privacy.identifiers import lists
from kit.privacy.identifiers.kinds import Certainty, Found, IdentifierKind
from kit.privacy.identifiers.numbers import OF_MONEY
from kit.privacy.identifiers.windows import matches

PLATE = re.compile(r"(?<![\w/])[A-Z]{2}[ .-]?\d{2}(?: ?|[.-])[A-Z]{3}(?![\w/])")
PLATE_SMALL = re.compile(r"(?<![\w/])[a-z]{2}\d{2}[ -]?[a-z]{3}(?![\w/])", re.I)
PLATE_OLD = re.compile(
    r"(?<![\w/])(?:[A-Z]\d{1,3} ?[A-Z]{3}|[A-Z]{3} ?\d{1,3}[A-Z]|[A-Z]?(?:[A-Z]Z|I[A-Z]) ?\d{4})(?![\w/])"
)
PLATE_ABROAD = re.compile(r"(?<![\w/-])\d{2,3}-[A-Z]{1,2}-\d{1,6}(?![\w/-])")
PLATE_APART = re.compile(r"(?<![\w/'])[A-Z] (?:[A-Z] )?\d (?:\d ){0,2}[A-Z] [A-Z] [A-Z](?![\w'])", re.I)
PLATE_ANY = re.compile(
    r"(?<![\w/])(?:[a-z]{2}\d{2} ?[a-z]{3}|[a-z]\d{1,3} ?[a-z]{3}|[a-z]{3} ?\d{1,3}[a-z]|[a-z]{1,3} ?\d{4}|[A-Z]{1,2} \d{2,3} [A-Z]{2,3}|(?-i:[A-Z]{2,3} ?\d{4,5}[A-Z]?|[A-Z]{2}\d{2}(?! ?[A-Z]{3})))(?![\w/])",
    re.I,
)
PLATE_SAID = re.compile(
    r"\b(?i:reg|regs|vrm|vrn|(?:part(?:ial)? )?(?:index|plate|reg)|number plate|reg number|registration|private plate|cherished plate|taxi (?:plate|badge))(?i: (?:no|number|is|ending|ended|ends|starts|starting|plate|mark|in))"
    r"{0,3}[.:]? {0,2}((?!(?:19|20)\d\d(?!\w))(?:(?=[A-Z ]{0,5}\d|[A-Z]{3}(?!\w))[A-Z0-9]{1,4}(?: [A-Z0-9]{1,5})?|(?=[a-z]{0,3}\d[a-z\d])(?=\w{0,5}[a-z])[a-z\d]{2,7}(?: [a-z]{3})?))(?!\w)"
)
VEHICLE = re.compile(
    r"\b(?:car|van|reg|registration|index|plate|plates|vehicle|vrm|vrn|astra|corsa|fiesta|focus|golf|polo|transit|bmw|audi|skoda|seat|nissan|toyota|honda|"
    r"kia|mercedes|merc|peugeot|renault|citroen|volvo|mini|clio|fabia|octavia|vw|hatchback|saloon|truck|minibus|coach|caravan|campervan|quad|"
    r"micra|yaris|passat|juke|qashqai|civic|jazz|punto|panda|insignia|zafira|meriva|vivaro|trafic|sprinter|vito|berlingo|kangoo|partner|boxer|ducato|picanto|sportage|tucson|i10|i20|aygo|auris|megane|scenic|picasso|discovery|freelander|defender|rover|4x4|suv|pick ?up|mondeo|ka|kuga|puma|up!|leon|ibiza|superb|yeti|tiguan|touran|sharan|beetle|caddy|crafter|duster|sandero|jaguar|tesla|jimny|swift|i30|ceed|suzuki|mazda|hyundai|subaru|lexus|porsche|convertible|morris|hilux|daihatsu|vectra|mokka|dacia|fiat|mg|ranger|navara|l200|roadster|coup[eé]|camper|motorhome|trailer|tricycle|e-?bike|harley|yamaha|kawasaki|vespa|land ?rover|jeep|alfa|rav4|x5|q[357]|a[1346]|c[1-5]|[1356] series|merc|bike|tractor|horsebox|bus|number|driving|drives|drove|ford|vauxhall|motorbike|moped|scooter|taxi|lorry|estate)\b",
    re.I,
)
VEHICLE_NEAR = 48
PLATE_DATELESS = re.compile(  # a private one: "in his Morris, OZZ 417"
    r"\b(?i:car|van|taxi|lorry|truck|moped|scooter|motorbike|bike|plates?|reg|index|vrm|vehicle|morris|merc(?:edes)?|bmw|audi|land rover|rover|range rover|jag(?:uar)?|bentley|porsche|tesla|transit|corsa|astra|golf|fiesta|focus|hilux|estate|convertible|ford|fiat|mini|mg)"
    r"[,:]? (?:on )?\(?((?!NHS|DLA|PIP|ESA|HMP|DVL|DSA|SAT|GCS|MOT|ABC 1\d)(?:[A-Z]{3} ?\d{1,4}|\d{1,4} ?(?!AM|PM|MPH|KM|CC|HP)[A-Z]{2,3}|[A-Z]{2} ?\d{1,4}|[A-Z]{3} \d[A-Z]\d))(?![\w/%]|[.,:]\d)"
)
IS_THEIR_CAR = re.compile(
    r"(?<![\w/])([A-Z]\d{1,3} ?[A-Z]{3}|[A-Z]{2}\d\d ?[A-Z]{3}|[A-Z]{3} ?\d{1,3}[A-Z]?|\d{1,4} ?[A-Z]{3}) is (?:his|her|their|the) (?:\w{2,10} )?(?:car|van|taxi|moped|bike|plate|reg)\b"
)
OFFICERS_AND_TIMES = frozenset("at by in on to of pc dc ps ds sc wpc pcso sgt from until till about".split())
SMALL_WORDS = frozenset(
    "the and for was but has had she you not are who her him his our out now did can may all any per one two six ten day mum dad man men yrs mgs pts min hrs bed got off too via way".split()
)
FORMS = [
    re.compile(r"\b[A-Z]{1,4} ?\d{3,8} (?:stroke|slash) [A-Z\d]{1,8}(?!\w)", re.I),
    re.compile(
        r"(?<=\bnumber )\d{2,5} of (?:19|20)\d\d(?!\w)|(?<=\binquest )\d{2,5} of (?:19|20)\d\d(?!\w)", re.I
    ),
    re.compile(r"(?<![\w/])[A-Z]\d{4}[A-Z]{2}(?!\w)", re.I),  # of a prison
    re.compile(r"(?<![\w/])\d\d [A-Z]{2} \d{4,5} \d\d(?!\w)"),  # of a case of the police
    re.compile(r"(?<![\w/])\d\d ?/ ?\d{4,7} ?[A-Z](?!\w)"),
    re.compile(r"(?<![\w/])(?:MP|CR|MISPER|OCC|RTC|DA|ML) ?\d{3,6}/\d\d(?![\w/])"),  # of people missing
    re.compile(r"(?<![\w/])[A-Z]{2,4}/[A-Z] ?\d{5,8}(?![\w/])"),
    re.compile(r"(?<![\w/])A(?:[ -](?!(?:19|20)\d\d)\d{4}[ -]?|\d{4}[ -])(?!AM|PM)[A-Z]{2}(?!\w)"),
    re.compile(r"(?<![\w/])(?:19|20)?\d{2}/\d{4,7} ?[A-Z](?!\w)", re.I),  # of the Police National Computer
    re.compile(r"(?<![\w/])\d{4,6}/\d\d[A-Z](?!\w)", re.I),  # of criminal records
    re.compile(r"(?<![\w/])[ST]20\d{2}[ /-]?\d{3,4}(?!\w)", re.I),  # of a Crown Court
    re.compile(
        r"(?<![\w/])(?!nhs)[A-Z]{0,3}\d{2,3}[A-Z]{1,3}\d{3,10}(?!\w)", re.I
    ),  # of county courts, and of crimes
    re.compile(r"(?<![\w/£])(?!nhs|iso|covid|hmrc|bs\d)[A-Z]{1,4}\d{5,12}[A-Z]{0,2}(?![\w/])", re.I),
    re.compile(r"(?<![\w/])[A-Z]{1,5}9{0,4}\d{6}[A-Z9]{1,2}\d{1,2}[A-Z]{2}(?!\w)", re.I),  # of drivers
    re.compile(r"(?<![\w/])[A-Z]{5} \d{6} [A-Z9]{1,2}\d{1,2}[A-Z]{2}(?!\w)"),
    re.compile(r"(?<![\w/])GB\d\d ?[A-Z]{4} ?(?:\d ?){14}(?!\w)", re.I),  # of bank accounts
    re.compile(r"(?<![\w/])\d{4}([ -])\d{4}\1\d{4}(?:\1\d{4})?(?!\w|[.,]\d)"),  # of cards and claims
    re.compile(
        r"(?<![\w/.,£-])(?=\d{2,10}[/-][A-Z\d/-]{3})(?!\d{1,2}[/-]\d{1,2}[/-](?:19|20)?\d\d(?![\w/-]))(?!(?:19|20)\d\d[/-]\d\d(?:\d\d)?(?![\w/-]))(?!(?:19|20)\d\d[/-]\d\d[/-]\d\d(?![\w-]))"
        r"(?!\d{4,5}-\d{3,6}(?![\w/-]))\d{2,10}(?:[/-][A-Z\d]{1,8}){0,3}[/-](?:\d{4,8}|\d{2,8}[A-Z]{1,2}|[A-Z]{1,3}\d{2,8})(?:[/-][A-Z\d]{1,8}){0,2}(?![\w/]|-\w|[.,]\d)"
    ),
    re.compile(
        r"(?<![\w/])(?!NG|QS|PM|AM)[A-Z]{2,4}\d\d[-/]\d{3,6}(?![\w/])"
    ),  # a year and a number: "CJ24-7719"
    re.compile(r"(?<![\w/])[A-Z]{1,3}\d{2,4}/\d{2,4}/\d{3,8}(?![\w/])", re.I),
    re.compile(r"(?<![\w/.,£-])\d{5,8}[/*]\d{2}(?![\w/%]|[.,]\d)"),
    re.compile(
        r"(?<![\w/.,£-])(?:\d{2}/\d{5,8}|\d{2}/\d{5,8}/\d{2}|\d{2}\*\d{5,8}|\d{2}[A-Z]{2}/\d{2,6}/\d{2})(?![\w/]|[.,]\d)",
        re.I,
    ),
    re.compile(
        r"(?<![\w/])(?!(?:CD|ICD|DSM|PHQ|GAD|SF|EQ|WHO|COVID|CORE|HIV|ISO|NEWS|MCA|AUDIT|UN|BS|EN|HMCTS|PM|AM|NG|CG|QS|TA|AB|RR|CI|OR|HR|II?)[/-]?\d{1,3}(?![\w/-]))[A-Z]{1,6}[/-]"
        r"(?=[A-Z\d/-]{0,20}\d{2})[A-Z\d]{1,10}(?:[/-][A-Z\d]{1,10}){0,3}(?![\w/])"
    ),
    re.compile(
        r"(?<![\w/])(?!(?:and|or|aged|age|of|to|in|on|at|for|is|by|over|under|the|was|only|up|about|a|an|with|from)/)[a-z]{1,5}/\d{3,7}(?:/[a-z\d]{1,6}){0,2}(?![\w/])|(?<![\w/])[a-z]{2,4}/\d{2,6}/[a-z\d]{1,5}(?![\w/])"
    ),
]
LABEL = r"(?: ?(?:ref|reference|referance|refs|nos|no'?s|no|nr|num|numb|number|id|id no|code|record|rec|a/c|acc|account|pin)(?!\w)\.?| is(?= \S{0,12}\d)| was(?= \S{0,12}\d)| ending(?: in)?| of)"
VALUE = r"((?:(?!(?:IS|WAS|OF|NO|NR|IN|ON|AT|THE|FOR|TO|BY|ACT|AND|REF|NUMBER|NUM|CASE|FROM|SINCE|AS) )(?-i:[A-Z]{1,6}) (?=\d[\d/-]{2}|\d\d \d{3}))?(?=[A-Z\d/*:-]{0,14}\d)[A-Z\d]{1,18}(?:(?:[/*-]| of (?=\d{1,2}/)| (?=\d{3}(?:\d|\b)))[A-Z\d]{1,14}){0,5})(?!\w|\.\d|%)"
# What has records of people, and little else with a number.
OF_RECORDS = (
    r"childview|asset ?plus|careworks|cpoms|athena|holmes|viper|e-?cins|c-?nomis|docman|adastra|nomis|noms|p-?nomis|pnc(?: ?id)?|cro|crn|urn|n?delius|oasys|visor|custody(?: (?:record|number|ref))?|cr no|cris|niche|fwin|cad|storm|misper|pnd|marac|mappa|nrm|"
    r"uprn|mrn|rio|emis|systm ?one|s1|liquid ?logic|care ?first|framework-?i|fwi|lcs|pcmis|iaptus|ndtms|prf|datix|steis|lfpse|dols|ubrn|ulid|uln|upn|imei|brp|nass|asf1|arc|gwf|"
    r"cid|uan|sscs|ppn1?|vpa|mash|ehm|cbl|locata|ctax|nino|hb claim|uc claim|uc journal|asb|mpan|gmc|nmc(?: pin)?|hcpc|dbs|pcn|iban|u-?ref|"
    r"ho ref|home office|port ref|bail|prison(?:er)?(?: no| num(?:ber)?)|hosp(?:ital)?(?: no| num(?:ber)?)|patient(?: no| id| number)?|rent a/c|rent acc(?:ount)?|"
    r"licence|driving licence|passport|sort code|s/c|share code|exhibit|log|incident(?: log)?|occurrence|occ|police|crime|intel log|property bag|seal|warrant card|"
    r"cafcass|h-?clic|p1e|is\.?96|e-?visa|lockbox|lock box|quote|quoting|cop(?: case)?|section papers|oyster(?: card)?|card|collar|shoulder|badge|key ?safe|door code|gate code|entry code|alarm code|chi|h&c|su|pid|fed(?:eration)?|ombudsman|lgo|inquest|coroner's"
)
# What has other numbers too, or is a word: with "number" after it, or with five digits and more.
OF_OTHER_THINGS = (
    r"paris|mosaic|las|northgate|orchard|civica|capita|in-?form|chain|ics|swift|ais|eclipse|care ?notes|nebula|theseus|illy|halo|cerner|epic|lorenzo|meditech|libra|swan|"
    r"ref|refs|reference|referance|our ref|your ref|case|court(?: case| ref)?|crown court(?: case)?|claim|works order|job|jobno|repairs?(?: order)?|hb|application|app|"
    r"housing(?: register| application| app)?|homeless(?: application)?|homefinder|bidding|lettings|tenancy|tenant|property|payment|rent|account|acc|a/c|council tax|benefit|uc|pip|esa|dwp|jsa|"
    r"tribunal|appeal|possession|summons|adoption|crew|callsign|call sign|parcel|alarm|county court|family court|warrant|asylum|biometric|visa|policy|insurance|file|record|unit|social (?:care|services)|client|service user|"
    r"unique|id|ambulance|hosp|inc|run|cmht|safeguarding|complaint|pals|staff|payroll|employee|swe|bag|tag|em|locker|ir|dash|vulnerability|early help|student|pupil|school|"
    r"tracking|voucher|meter|energy|gas|electric|ticket|parking ticket|fine|penalty|tv licence|section papers|missing|personal|pension|service|hospital|prison|prisoner|misc|membership|reg|"
    r"prescription|barcode|e-referral|ers|nhs no|k|ic"
)
REFERENCE = re.compile(
    rf"\b(?:{OF_RECORDS})s?(?!(?!ref|no|num|id|code|rec)[a-z]{{2}}){LABEL}{{0,3}}[.:#]{{0,2}}(?: [-=])? {{0,3}}[#\[(]? ?{VALUE}",
    re.I,
)
LABELLED = re.compile(
    rf"\b(?:{OF_OTHER_THINGS})(?:{LABEL}{{1,3}}[.:#]{{0,2}}|[.:#]{{1,2}})(?: [-=])? {{0,3}}[#\[(]? ?{VALUE}|(?<!\w)(?:ref|no|nr|number)\b[.:#]{{0,2}} {{0,2}}#?{VALUE}",
    re.I,
)
LONG_ONE = re.compile(
    rf"\b(?:{OF_OTHER_THINGS}|got|number|no|appl)[.:#]{{0,2}} {{1,3}}#?((?:(?!(?:IS|WAS|OF|NO|NR|IN|ON|AT|THE|FOR|TO|BY|ACT|AND|REF|NUMBER|NUM|CASE|FROM|SINCE|AS) )(?-i:[A-Z]{{1,4}}) (?=\d))?(?=[A-Z/-]{{0,10}}\d[A-Z/-]{{0,6}}\d[A-Z/-]{{0,6}}\d[A-Z/-]{{0,6}}\d)[A-Z\d]{{1,18}}(?:[/*-][A-Z\d]{{1,14}}|(?: \d{{3,5}}){{1,4}}(?!\w)){{0,4}})(?!\w|\.\d|%)",
    re.I,
)
# Whatever it counts, what is called a number or a reference, and is no sum, year or time.
CODE_OF = re.compile(
    r"\b(?:door|gate|entry(?= (?:code|pin))|access(?= (?:code|pin))|security(?= (?:code|pin))|alarm|locker|key ?safe|pin|passcode)(?: ?\d{1,3},)?(?: ?(?:code|pin|no|number)\b\.?){0,2}(?: (?:is|was))?[:,=]? {1,2}([#*C]?\d{3,8}[A-Z#]?)(?![\w%/:-]|[.,]\d)",
    re.I,
)
LAST_DIGITS = re.compile(
    r"\b(?:last|final) (?:four|three|six|[346]) (?:digits?|numbers?|figures|of (?:the |his |her )?card)?(?: (?:are|is|on \w{2,8}))?[:=]? ?(\d{3,6})(?!\w)|\*{2,12} ?-?(\d{3,4})(?!\w)",
    re.I,
)
INCIDENTS = re.compile(r"(?<!\w)(?:INC|CAD|LOG|FWIN)(?: NO\.?)? (\d{2,5})(?![\w:%]|\.\d)")
EXHIBITS = re.compile(r"\bexhibits? (?:no\.? |ref )?([A-Z]{1,4}[/ -]?\d{1,3}[A-Z]?)(?![\w%])")
NUMBERED_BY_NAME = re.compile(
    r"\b(?:PC|PCSO|WPC|DC|PS|DS|Sgt|PO|CO|SO) [A-Z][\w'-]{1,20}(?: [A-Z][\w'-]{1,20})?,? \(?(\d{3,5})(?=[),;.\n]|$| (?:from|at|and|of)\b)"
)
ANOTHER = re.compile(
    r"(?:, ?| ?& ?| and | ?/ ?| to | or |; ?)(?:no\.? |ref )?((?=[A-Z/-]{0,6}\d)[A-Z]{0,4}[/-]?\d[\d/-]{1,14}[A-Z]{0,2})(?![\w%:]|\.\d)"
)
FEWEST_ALIKE = 3
LOOSELY = re.compile(
    r"\b(?:(?:no|nos|no's|nr|num|number|numbers|ref|refs|reference|id|log|record|file|acct|account|permit|pass|tag|certificate|cert|urn|crn|pas|case|claim|summons|docket|travelcard)\b\.?)(?: ?(?:no|nos|number|ref|id|is|was|given|as)\b\.?){0,2}[:#=,]{0,2} {0,2}(?:- )?[#\[(]?"
    r"((?:[A-Z]{1,5}(?=[ ./\\-]{0,2}\d|[./\\-][A-Z]{1,4}[./\\-]\d)|\d{1,10}[A-Z]{0,3})(?:(?: ?[/\\*-] ?|[.:])[A-Z]{0,4}\d{0,10}(?<=[A-Z\d])| [A-Z]{0,3}\d{1,8}[A-Z]{0,3}(?!\w)| (?!(?:to|of|is|in|on|at|by|or|as|he|we|it|if|so|no|an|am|pm|be|do|go|me|my|up|us|a|i|k|m|x|p|g)\b)[A-Z]{1,2}(?![\w'])){1,6})(?![\w%]|\.\d|:\d)",
    re.I,
)
NUMBER_OF_YEAR = re.compile(
    r"\b(?:summons|case|log|inquest|ticket|entry|incident|number|no)\.?(?: no\.?)? (\d{3,5} of (?:20)?[012]\d|\d{1,5} of 20[012]\d)(?!\d)",
    re.I,
)
FEWEST_DIGITS = 4
COUNTS_HOMES = re.compile(
    r"\b(?:house|flat|room|bus|phone|mobile|tel|telephone|page|door|bed|route|platform|size|shoe|fax|bay|unit|locker|whatsapp|contact|step|point|item|question|section|stop|exact|total|small|large|ring|call) $",
    re.I,
)
ALL_YEARS = re.compile(r"(?:(?:19|20)\d\d[ ,/-]{0,2})+|\d{1,2}:\d\d|\d{1,3}[./-]\d{1,3}[./-]\d{1,4}|[\d.]+")
SHARE_CODE = re.compile(
    r"\bshare code(?: is)?[: ]{1,2}((?=[A-Z ]{0,8}\d)[A-Z\d]{3} [A-Z\d]{3} [A-Z\d]{3})(?!\w)", re.I
)
GLUED = re.compile(r"(?<![\w/])(?:(?i:CAD|LOG|FWIN|CRN|URN|MRN|NRM|RIO|GWF)|SW|IR|IC)[/-]?\d{3,10}(?![\w/])")
NUMBERED_OFFICER = re.compile(
    r"\b(?:(?:PC|PCSO|WPC|SPC|DC|DS|PS|DI|SGT|Sgt)s?|pc|pcso|wpc) (\d{2,5})(?![\w:/%-]|\.\d)"
)
CODED = re.compile(
    r"(?<![\w/-])(?!BP |ACE|III |II |HR |IV |GCS |MMSE |NEWS |SATS |EN |BS |ISO |PO |IEC )([A-Z]{2,5}) (?!(?:19|20)\d\d\b)(?:\d{5,10}|\d{2,4}[-/](?!100\b)\d{3,8}(?:[-/]\w{1,8})?|\d{3,4} \d{3,4}(?: \d{3,4})?)(?![\w/%]|[.,]\d)"
)
BY_LETTERS = re.compile(
    r"\b(?i:(?:works?|repairs?) order|job|order|invoice|claim|case|complaint|incident|file|request|ticket|book|ref|reference|exhibit|certificate|licence|permit)(?: (?i:no|number|ref|nr|num)\b\.?)?[.:#]{0,2} ([A-Z]{1,4} ?\d{1,4}(?: \d{2,6}){1,3})(?![\w/%]|[.,]\d)"
)
SORT_CODE = re.compile(
    r"\b(?:sort code|s/?c|bank)(?: (?:no|is))?[.:]? {0,2}(\d\d[ -]\d\d[ -]\d\d(?: \d{7,8})?)(?!\w)", re.I
)
CARD_ENDING = re.compile(
    r"\b(?:card|account|ref|number|reference|phone)(?: (?:no|number))? ending(?: in)?:? (\d{3,4})(?!\w)", re.I
)
FULL_LOG = re.compile(
    r"\b(?:cad|log|fwin|incident|storm|ref|occ|police)(?: (?:no|number|ref))?[.:]? {0,2}(\d{2,5} of (?:\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?|\d{1,2}(?:st|nd|rd|th)? \w{3,9}|today|yesterday))(?!\w)",
    re.I,
)
LONG_NUMBER = re.compile(r"(?<![\w/.,£$+-])(?:\d{8,9}|\d{11,16})(?![\w/%]|[.,-]\d)")
KNOWN_BY_PRISON = re.compile(
    r"\b(?:prison|noms|nomis) (?:number|no|num)\b(?= (?:is |was )?\S{0,3}\w{0,8}\d)", re.I
)
A_COLLAR_NUMBER = "The number of an officer leads to them."
SAYS_PRISON = "That somebody has a prison number says that they were in prison."

NOT_REFERENCES = re.compile(
    r"(?:\d{1,2}|(?:19|20)\d\d|\d{1,4}(?:st|nd|rd|th|am|pm|h|hrs|x|yrs?|k|m|mg|mcg|ml|mls|kg|cm|mm|a|b|p|pw|pm|pcm|g|iu|s|f|m)|24/7|(?:19|20)?\d\d[/-]\d\d|\d{1,2}/\d{1,2}|\d{1,2}-\d{1,2}|[a-z]{1,2}\d|"
    r"\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d\d|(?:19|20)\d\d[/-](?:19|20)\d\d|\d{1,2}:\d\d|1:1|2:1|[a-z]-?\d|\d{1,3}-\d{1,3})",
    re.I,
)
YEAR_AFTER_A_WORD = re.compile(r"[A-Z]{1,6} (?:19|20)\d\d")
COUNTED = re.compile(
    r" ?(?:people|patients|times|visits|calls|beds|hours|days|weeks|months|years|minutes|pounds|quid|per|tenants|homes|flats|rooms|cases|referrals|incidents|"
    r"of them|of these|members|staff|miles|each|a week|a month|a year|in total|households|units|places|reports|offences)\b",
    re.I,
)

# "booking ref - XQ7LM2", "warning marker WM4471"
BY_A_DASH = re.compile(
    r"\b(?:(?:ref(?:erence)?(?:\.? ?no\.?| ?number)?) ?[-–] {0,2}|marker )(?=[A-Z\d/-]{0,12}\d[A-Z\d/-]{0,8}\d)([A-Z\d][A-Z\d/-]{3,18})(?![\w%]|\.\d)"
)


def find_references(text: str) -> Iterator[Found]:
    """Yield registrations of vehicles and references to records in a folded text, and those that follow one."""
    yield from _vehicles(text)
    for found in _references(text):
        yield found
        if found.kind == IdentifierKind.REFERENCE and (another := ANOTHER.match(text, found.end)):
            value = another[1]
            alike = (
                sum(map(str.isdigit, value)) >= FEWEST_ALIKE
                and value[0].isalpha() == text[found.start].isalpha()
            )
            if alike and not ALL_YEARS.fullmatch(value) and not COUNTED.match(text, another.end()):
                yield Found(*another.span(1), IdentifierKind.REFERENCE)


def _references(text: str) -> Iterator[Found]:
    for pattern in FORMS:
        for match in matches(pattern, text):
            if OF_MONEY.search(text, max(0, match.start() - 20), match.start()):
                continue
            yield Found(*match.span(), IdentifierKind.REFERENCE)
    for pattern in (REFERENCE, LABELLED, LONG_ONE):
        for match in matches(pattern, text):
            if _is_reference(text, match):
                yield Found(*match.span(match.lastindex or 0), IdentifierKind.REFERENCE)
    for match in matches(LAST_DIGITS, text):
        yield Found(*match.span(1 if match[1] else 2), IdentifierKind.REFERENCE)
    for pattern in (CODE_OF, INCIDENTS, EXHIBITS, NUMBERED_BY_NAME):
        for match in matches(pattern, text):
            if not ALL_YEARS.fullmatch(match[1]) or pattern is CODE_OF:
                yield Found(*match.span(1), IdentifierKind.REFERENCE)
    for pattern in (SORT_CODE, CARD_ENDING, BY_A_DASH, FULL_LOG, SHARE_CODE, GLUED, BY_LETTERS):
        for match in matches(pattern, text):
            yield Found(*match.span(match.lastindex or 0), IdentifierKind.REFERENCE)
    for match in matches(NUMBER_OF_YEAR, text):
        yield Found(*match.span(1), IdentifierKind.REFERENCE)
    for match in matches(LOOSELY, text):
        if _is_a_code(text, match):
            yield Found(*match.span(1), IdentifierKind.REFERENCE)
    for match in matches(CODED, text):
        if match[1].lower() not in lists.common_words() and not OF_MONEY.search(
            text, max(0, match.start() - 20), match.start()
        ):
            yield Found(*match.span(), IdentifierKind.REFERENCE)
    for match in matches(NUMBERED_OFFICER, text):
        yield Found(*match.span(1), IdentifierKind.WORKER, Certainty.QUIET, A_COLLAR_NUMBER)
    for match in matches(LONG_NUMBER, text):
        if not OF_MONEY.search(text, max(0, match.start() - 20), match.start()):
            yield Found(*match.span(), IdentifierKind.REFERENCE)
    for match in matches(KNOWN_BY_PRISON, text):
        yield Found(*match.span(), IdentifierKind.REFERENCE, Certainty.QUIET, SAYS_PRISON)


def _is_reference(text: str, match: re.Match) -> bool:
    """Return whether what stands after "case" or "log" leads to a record: it is no count, year, time or dose."""
    value = match[match.lastindex or 0]
    first, _, rest = value.partition(" ")
    if YEAR_AFTER_A_WORD.fullmatch(value) or (
        rest and len(first) > 3 and first.lower() in lists.common_words()
    ):
        return False
    if OF_MONEY.search(
        text, max(0, match.start(match.lastindex or 0) - 20), match.start(match.lastindex or 0)
    ):
        return False
    if NOT_REFERENCES.fullmatch(value) and not (match.re is not LONG_ONE and _is_numbered(match, value)):
        return False
    return COUNTED.match(text, match.end()) is None


def _is_a_code(text: str, match: re.Match) -> bool:
    """Return whether what is called a number has as many digits as one that leads to somebody, and counts nothing."""
    value, start = match[1], match.start()
    if sum(map(str.isdigit, value)) < FEWEST_DIGITS or ALL_YEARS.fullmatch(value):
        return False
    before = text[max(0, start - 20) : start]
    return not (
        COUNTS_HOMES.search(before)
        or OF_MONEY.search(before)
        or OF_MONEY.search(match.group()[: match.start(1) - start])
        or COUNTED.match(text, match.end())
    )


def _is_numbered(match: re.Match, value: str) -> bool:
    """Return whether "number" or "ref" stands before a short value, which then counts from two signs on."""
    said = match.group()[: match.start(match.lastindex or 0) - match.start()].lower().split()
    return (
        bool(said)
        and len(value) > 1
        and said[-1].strip(".:#") in {"no", "number", "ref", "id", "reference"}
        and len(said) > 1
    )


def _vehicles(text: str) -> Iterator[Found]:
    for pattern in (PLATE, PLATE_SMALL, PLATE_OLD, PLATE_APART, PLATE_ABROAD):
        for match in matches(pattern, text):
            if not _ends_in_a_word(match.group()):
                yield Found(*match.span(), IdentifierKind.VEHICLE_REGISTRATION)
    for match in matches(PLATE_SAID, text):
        yield Found(*match.span(1), IdentifierKind.VEHICLE_REGISTRATION)
    for match in (*matches(PLATE_DATELESS, text), *matches(IS_THEIR_CAR, text)):
        yield Found(*match.span(1), IdentifierKind.VEHICLE_REGISTRATION)
    for word in matches(VEHICLE, text):
        for match in PLATE_ANY.finditer(text, word.end(), min(len(text), word.end() + VEHICLE_NEAR)):
            if not _ends_in_a_word(match.group()) or (
                match.group().isupper() and match.group().split()[0].lower() not in OFFICERS_AND_TIMES
            ):
                yield Found(*match.span(), IdentifierKind.VEHICLE_REGISTRATION)
                break


def _ends_in_a_word(passage: str) -> bool:
    """Return whether "ab12 the", "at 0600" or "PC 4410" only looks like a registration."""
    if passage.split()[0].lower() in OFFICERS_AND_TIMES:
        return True
    tail = passage.split()[-1]
    return " " in passage and tail.islower() and tail in SMALL_WORDS
