"""Words that only look like names: of administration and medicine, with what pets are called. Pure."""

import re

from kit.privacy.identifiers.tokens import Token

# With one of these, words in capitals are a form, a step or a job, not the name of a place.
OF_OFFICES = frozenset(
    """notice order form letter record certificate list chart minutes agenda item action lead outcome tier band level stage schedule capacity request
    decision appeal hearing reconsideration mandatory possession closure injunction interim final standard special priority urgent routine tenant tenants
    tenants' resident residents residents' association sustainment seeking coach maker limited energy performance rent clerk concierge charge senior junior deputy practitioner
    coordinator co-ordinator leader duty rough sleeper sleepers environments informed everyone night day best kind dear sir madam wishes regards committee
    conference seminar gas safe move link status question questions answer answers update summary overview purpose aim aims objective objectives
    next previous current total number type reason details contact relationship agreed yes no none outstanding completed pending referral referrals assessment
    budget cost invoice grant funding contract tender licence permit warrant allocation allocations banding bidding income support housing options
    chair secretary treasurer apologies present absent matters arising business any other protocol guide handbook toolkit booklet leaflet poster
    complaint complaints feedback survey form annual quarterly monthly weekly daily rota shift handover log sheet entry checklist pack box key keys
    window line help advice guidance policy procedure rule law bill part clause article annex appendix table figure page chapter version draft copy
    red amber green gold silver bronze hub mode test tests screen screening result results sample scan clinic clinics""".split()
)
# Nouns after what has its name from a physician: "Barrett's oesophagus", "Child-Pugh B", "Guedel airway".
AFTER_A_PHYSICIAN = frozenset(
    """oesophagus disease syndrome palsy fracture encephalopathy contracture lymphoma foot score scale airway catheter line frame splint mask sign test
    phenomenon ulcer tube drain bag needle criteria classification index inventory questionnaire stage grade sarcoma tumour thyroiditis chorea ataxia dementia
    psychosis effect hierarchy model protocol manoeuvre stocking stockings collar brace bandage dressing law laws rule""".split()
)
TESTS = frozenset(
    "score scale test index inventory questionnaire criteria syndrome palsy classification coefficient".split()
)
NAMED_AFTER = TESTS | frozenset(
    "law rule disease sign principle scale chart tool protocol report inquiry review".split()
)
OF_CARE = frozenset("unit clinic ward lounge bay suite".split())  # with these, what sort it is names nothing
A_MEDICINE = re.compile(
    r"[a-z]{3,14}(?:prils?|olol|sartan|statin|azole|idine|apine|idone|oxetine|triptyline|mycin|cillin|floxacin|gliptin|gliflozin|mab|nib|parin|xaban|zepam|barbital|caine|"
    r"dronate|fenac|profen|phylline|terol|solone|thiazide|setron|lukast|peridol|thixol|azine|cycline|ximin|stigmine|gabalin|codone|morphone|orphine|lafaxine|prazole|tadine|nacin|begron|glutide|oxaban|grelor)"
)
PETS = frozenset(
    """dog dogs cat pup puppy kitten staffie staffy lurcher terrier collie alsatian greyhound whippet spaniel labrador lab rottweiler jackrussell bulldog
    budgie parrot hamster rabbit ferret pony tortoise lizard snake cockatiel canary gerbil mongrel pooch mutt husky chihuahua pug""".split()
)
BEFORE_PETS = frozenset(
    "the a an our my his her their old big little black white brown brindle ginger rescue".split()
)
CALLS_IT = frozenset("called named is was name".split())
MEASURED = frozenset(
    """na mg ca phos hb plts plt bili lac alb alt ast ur cr trop crp esr ferr tsh ht wt wbc neut lymph inr gluc chol trig ldl hdl vit dob reg reg's sec pt sats
    sat temp resp bm ket ph pco po hco be gcs news mews waterlow braden must barthel mmse moca cat kat""".split()
)
A_VALUE = re.compile(r"[ :=]{1,2}[<>]?\d")


def is_a_medicine(token: Token) -> bool:
    """Return whether a word is a medicine by its ending: "rifaximin", "ropinirole"."""
    return len(token.low) > 7 and A_MEDICINE.fullmatch(token.low) is not None


def is_measured(tokens: list[Token], at: int) -> bool:
    """Return whether a short word is what was measured: "na 133", "Hb 98"."""
    token = tokens[at]
    return token.low in MEASURED and at + 1 < len(tokens) and A_VALUE.match(tokens[at + 1].before) is not None


def names_of_pets(tokens: list[Token]) -> frozenset[str]:
    """Return what the pets of a text are called: "his dog Benson", "a cat called Tilly", "Rocky the dog"."""
    found = set()
    for at, token in enumerate(tokens):
        if token.low not in PETS:
            continue
        if not _is_followed(tokens, at) and (name := _in_brackets_after(tokens, at)) is not None:
            found.add(name)
        if (name := _after(tokens, at)) is not None:
            found.add(name)
        if at > 1 and tokens[at - 1].low == "the" and tokens[at].before == tokens[at - 1].before == " ":
            if tokens[at - 2].capital and not tokens[at - 2].is_word and not _is_followed(tokens, at):
                found.add(tokens[at - 2].low)
    return frozenset(found)


def _in_brackets_after(tokens: list[Token], at: int) -> str | None:
    """Return the name before a pet in brackets or after a comma: "Buddy (dog, brindle staffie)", "Penny, the cat"."""
    first = at - 1 if at and tokens[at].before == " " and tokens[at - 1].low in BEFORE_PETS else at
    if not first or tokens[first].before not in (" (", ", "):
        return None
    name = tokens[first - 1]
    return name.low if name.capital and (tokens[first].before == " (" or first < at) else None


def _is_followed(tokens: list[Token], at: int) -> bool:
    """Return whether a noun follows that the pet only describes: "the dog warden"."""
    return (
        at + 1 < len(tokens)
        and tokens[at + 1].before == " "
        and tokens[at + 1].low.endswith(("er", "man", "lady"))
    )


def _after(tokens: list[Token], at: int) -> str | None:
    """Return the name that follows a pet, if one does."""
    last = at
    while (
        last + 1 < len(tokens)
        and last - at < 3
        and tokens[last + 1].low in CALLS_IT
        and tokens[last + 1].before in (" ", "'s ")
    ):
        last += 1
    is_called = (last > at and tokens[last].low in ("called", "named", "name")) or (last - at > 1)
    if last + 1 == len(tokens):
        return None
    name = tokens[last + 1]
    gaps = (
        (" ", " (", ", ", ": ", " = ", ' "', " “", " '") if not is_called else (" ", ": ", ' "', " “", " '")
    )
    if name.before not in gaps or name.acronym or len(name.low) < 3:
        return None
    if is_called:
        return name.low
    if (
        last > at
        or not (name.capital or name.shouting)
        or (name.before == " " and name.is_word and not name.capital)
    ):
        return None
    if name.before == ", " and not _ends_after(tokens, last + 1):
        return None
    return name.low if name.capital or not name.is_word else None


def _ends_after(tokens: list[Token], at: int) -> bool:
    return at + 1 == len(tokens) or tokens[at + 1].before[:1] in (",", ".", ";", ")", "\n")
