"""What the log may not hold: the tokens of links, in addresses, errors and arguments alike."""

import logging
import re

# A signed link (numbers and a signature), and the parts of the addresses whose next part is a secret.
TOKEN = re.compile(r"(?<![\w-])(?:\d{1,20}-){1,3}[A-Za-z0-9_-]{43}(?![\w-])")
AFTER = re.compile(r"(/(?:password/reset/key|confirm-email)/)[^/\s\"'?]{1,200}")
QUERY = re.compile(r"([?&](?:key|token)=)[^&\s\"']{1,300}")
HIDDEN = "[hidden]"


def without_secrets(line: str) -> str:
    """Return `line` with every token of a link replaced."""
    line = AFTER.sub(rf"\1{HIDDEN}", line)
    return TOKEN.sub(HIDDEN, QUERY.sub(rf"\1{HIDDEN}", line))


class SecretFormatter(logging.Formatter):
    """A formatter that leaves the tokens of links out of the finished line, its traceback included."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, with its traceback, without secrets."""
        return without_secrets(super().format(record))
