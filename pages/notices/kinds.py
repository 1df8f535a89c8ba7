"""The kinds of notices, in the order in which a page shows those of the same day."""

from pages.notices.items import Kind, Timing

KINDS: dict[str, Kind] = {}


def _kind(key: str, heading: str, timing: Timing = Timing.DIGEST, **more: bool) -> Kind:
    """Add a kind to the registry, and return it."""
    if key in KINDS:
        raise ValueError(f"There are two kinds of notices with the key {key}.")
    return KINDS.setdefault(key, Kind(key, heading, timing, **more))


# texts that go out of a site
AGREEMENT_ASKED = _kind(
    "agreement_asked", "Your agreement to a text about a case you present", has_own_mail=True
)
TEXT_SENT_BACK = _kind("text_sent_back", "A text of yours that was sent back", Timing.AT_ONCE)
TEXT_TO_CHECK = _kind("text_to_check", "A text to check before it is shared")
TEXT_TO_SHOW = _kind("text_to_show", "A text to show to a presenter who cannot open it")
TEXT_TO_PUBLISH = _kind("text_to_publish", "A text that is ready to publish", can_wait=True)
MESSAGE_TO_ANSWER = _kind("message_to_answer", "A message about a text of yours", can_wait=True)

# next steps
STEP_TO_REPORT = _kind("step_to_report", "A next step of yours that awaits feedback", has_own_mail=True)
STEPS_AWAITING = _kind("steps_awaiting", "Next steps of your site that await feedback", Timing.PAGE)
STEPS_OF_NOBODY = _kind("steps_of_nobody", "Next steps of your site without an owner")
