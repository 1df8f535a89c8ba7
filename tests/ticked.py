"""The tick that each form with a text for readers outside asks for: that it was read for who might be recognised."""

from kit.privacy.outward import digest_of_open

LOOKED = {"looked": digest_of_open([])}  # where nothing is marked


def ticked(form) -> dict[str, str]:
    """The tick for the marks that were shown with `form`."""
    return {"looked": form.fields["looked"].widget.marks}
