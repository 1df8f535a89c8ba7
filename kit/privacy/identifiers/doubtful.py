"""First names and surnames that are words far more often than names. Pure."""

from kit.privacy.identifiers import lists

# Names that are things, drinks, drugs, roles and abstractions far more often.
DOUBTFUL_NAMES = frozenset(
    """unknown baby infant junior case chase crystal brandy sherry ginger trinity liberty justice lane river forest heath king queen
    prince princess master major deacon saint ward cash chance journey harmony charity heaven destiny legacy legend miracle
    christian danish mister boss la le tram butch messiah jihad sharia shah khan sahib mecca shalom nirvana karma dharma cola
    tequila champagne cannon cedar china christen christmas cliff colt coral crew diamond dock foster grant gauge golden green
    haven hunter indigo jersey jewel lacy levy maple marina marshal meadow merry miller misty navy noble nova olive opal pepper
    porter pearl phoenix price ransom raven reed reign ridge rocky royal royalty rusty sage sailor sandy scout shepherd sky star
    sterling stormy sunny treasure unique valentine van velvet walker wells wilder willow windy winter woody trace lexis miles
    job read may will art rod lei om phi finis sim sable vale vent ore nick ray hope angel maxim gene era roman
    pierce denim derrick duke dusty ember fox gay halo ivory canyon cherry cherish clay lux barbie dick fanny gurney stiles
    carder tosh yer dong dang mic mac doc kale mayo jock kip tad beau deb aster castor draper chandler brewer cutler
    wheeler carver tiler griffin falcon lynx merlin marlin kestrel buster homer camber canton parry reeve laird pascal
    sander shooter gypsy lassie laddie heiress senator shandy chiffon henna elan epiphany fantasia novella coda cos
    teal cyan titan kohl alp dale vista quest clement charter carter chase freeman hogan taffy""".split()
) - {"carter", "doc", "parry", "dale", "dick", "deb", "kip", "mac"}
# Surnames that are words, and after a name are meant as such.
NO_SURNAMES = lists.SAYING | frozenset(
    """an do ha ho man my can so no to the and in on at of is be he we it or if up me us as by go am are was long hung song son
    sang wan more ma pa pan ling lock sung ban bang van ping ring king sing wing wong may mine will more has had hat ham
    kit duck due den der door dust dive lie lay lot low van viet sin sun tie ton than then tan thin chin chan wed wet were
    back still just very well best day old new early late little less home house street road lane here there where when why
    how who whom case care call main many much any all some each every other another same such own first last next good great
    being having getting going living sleeping like love loves hope hopes may might can must would could should shall street
    self both either too also never always now today again away off out over under down free full high round right left""".split()
)
