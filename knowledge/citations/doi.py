"""The form of a DOI."""

import re

DOI = re.compile(r"10\.\d{4,9}/\S{1,200}")
BEFORE_A_DOI = re.compile(r"^(?:https?://)?(?:dx\.)?(?:doi\.org/)?(?:doi:?\s{0,9})?", re.I)


def read_doi(text: str) -> str:
    """Return the bare DOI in lower case, without https://doi.org/, or "" for an empty text.

    Raise ValueError if the text is not a DOI.
    """
    bare = BEFORE_A_DOI.sub("", text.strip()).rstrip(".,; ").lower()
    if not bare:
        return ""
    if not DOI.fullmatch(bare):
        raise ValueError(text)
    return bare
