"""Hand the letters of sent issues to the mail server: each once, whatever is killed in the middle."""

from newsletter.delivery.sweeping import deliver

__all__ = ["deliver"]
