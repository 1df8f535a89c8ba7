"""Text as XML can hold it. Pure."""

import re

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def for_xml(text: str) -> str:
    """Return `text` without the control characters that no XML document can hold."""
    return NOT_IN_XML.sub("", text)
