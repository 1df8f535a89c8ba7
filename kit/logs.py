"""What the log may not hold: the tokens of links, in addresses, errors and arguments alike; and what people typed."""

import logging
import re

# A signed link (numbers and a signature), and the parts of the addresses whose next part is a secret.
TOKEN = re.compile(r"(?<![\w-])(?:\d{1,20}-){1,3}[A-Za-z0-9_-]{43}(?![\w-])")
AFTER = re.compile(r"(/(?:password/reset/key|confirm-email)/)[^/\s\"'?]{1,200}")
QUERY = re.compile(r"([?&](?:key|token)=)[^&\s\"']{1,300}")
LONG = re.compile(r"[\w-]{32,400}", re.ASCII)  # like a token, wherever it stands
LINE_BREAKS = re.compile(r"[\r\n\x0b\x0c\x85\u2028\u2029]")
SECRET_ARGUMENTS = {"token", "key", "uidb36"}  # by the names that our addresses and allauth's give them
SENTENCES = (  # exceptions whose text is for the person, and may name another
    "django.core.exceptions.PermissionDenied: ",
    "django.core.exceptions.ValidationError: ",
    "django.http.response.Http404: ",
    "kit.errors.RefusedError: ",
)
DETAIL = "DETAIL:"  # PostgreSQL repeats there the row that it refused
TELL_CONTENTS = ("django.template", "django.db.backends")
HIDDEN = "[hidden]"


class WithoutContents(logging.Filter):
    """A filter that lets no DEBUG line through that repeats what a page or a query has in it, whatever level is set.

    django.template prints the context of a page where a variable is missing, django.db.backends the values of a query.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether the line may be written."""
        return record.levelno > logging.DEBUG or not record.name.startswith(TELL_CONTENTS)


def without_secrets(line: str) -> str:
    """Return `line` with every token of a link replaced."""
    line = AFTER.sub(rf"\1{HIDDEN}", line)
    return TOKEN.sub(HIDDEN, QUERY.sub(rf"\1{HIDDEN}", line))


class SecretFormatter(logging.Formatter):
    """A formatter that leaves tokens, sentences for a person and refused rows out of a line and its traceback. A message
    is one line.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, with its traceback, without secrets."""
        return without_secrets(super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (named by logging)
        """Return the message in one line, without what opens the address that it is about."""
        line = super().formatMessage(record)
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        for name in SECRET_ARGUMENTS:
            secret = match and match.kwargs.get(name)
            if secret:
                line = line.replace(str(secret), HIDDEN)
        return LONG.sub(HIDDEN, LINE_BREAKS.sub(" ", line))

    def formatException(self, ei) -> str:  # noqa: N802 (named by logging)
        """Return the traceback without the values of a row that the database refused and sentences for a person."""
        lines, is_hidden = [], False
        for line in super().formatException(ei).split("\n"):
            if line.startswith(SENTENCES):
                lines.append(f"{line.partition(': ')[0]}: {HIDDEN}")
                is_hidden = True
            elif DETAIL in line:
                lines.append(line.partition(DETAIL)[0] + f"{DETAIL} {HIDDEN}")
                is_hidden = True
            elif is_hidden and not line.startswith(("Traceback", "The above", "During")):
                continue  # it goes on over several lines
            else:
                lines.append(line)
                is_hidden = False
        return "\n".join(lines)
