"""How a text is called in a sentence that may go by mail: never by its title."""

from cases.clearance.models import Audience, ClearedText

FOR = {
    Audience.PROGRAMME: "for other sites",
    Audience.COMMISSIONERS: "for commissioners",
    Audience.PUBLIC: "for everyone",
}
NOUNS = {
    ClearedText.Kind.LEARNING_OBJECT: "write-up",
    ClearedText.Kind.COMMISSIONER_ISSUE: "issue for commissioners",
    ClearedText.Kind.ISSUE_ADDITION: "line about an issue",
    ClearedText.Kind.QUESTION: "anonymous version of a question",
    ClearedText.Kind.NEWSLETTER_ENTRY: "newsletter entry",
}


def the_text(text: ClearedText, first: str = "The") -> str:
    """Return what the text is, by its case's reference or its site, such as "The write-up of CP4-07"."""
    noun = NOUNS[ClearedText.Kind(text.kind)]
    if text.case:
        return f"{first} {noun} of {text.case.reference}"
    return f"{first} {noun} of {text.site}" if text.site else f"{first} {noun}"
