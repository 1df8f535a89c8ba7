"""How a file's bytes become text, where nothing says which encoding they are in."""

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

BYTE_ORDER_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
]
# Bytes, read as the characters with the same numbers.
NOT_ASCII = re.compile("[\x80-\xff]")
OF_UTF8 = re.compile("[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
IN_A_ROW = re.compile("[\x80-\xff]{3,}")
MAC_LETTER = re.compile("(?<=[A-Za-z])(?:[\x87-\x90\x98\x9d\x9f](?=[A-Za-z])|\x8e(?=[ ,;.\r\n]))")
WINDOWS_LETTER = re.compile("(?<=[A-Za-z])[\xe0-\xff](?=[A-Za-z, \r\n])")
OTHER_SCRIPTS = [
    "cp1251",
    "koi8_r",
    "cp1253",
    "gb18030",
    "big5",
    "shift_jis",
    "euc_jp",
    "euc_kr",
    "cp1255",
    "cp1256",
]
SAMPLE = 50_000  # bytes that an encoding is told by
ROUND = 500_000  # bytes before and after the first that is not UTF-8
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")
MOST_CONTROL = 0.02  # of the characters of a text


@dataclass
class Decoded:
    """A file's text, how it was encoded in words, and what is doubtful about that."""

    text: str
    encoding: str
    warning: str = ""


def decode(data: bytes) -> Decoded:
    """Return the text of a file: by its byte order mark, as UTF-8, as UTF-16 without a mark, else as it most likely is."""
    for mark, codec, name in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            text = data.decode(codec, errors="replace")
            return Decoded(text, name, _lost(text))
    if codec := _utf16(data):
        return Decoded(data.decode(codec, errors="replace"), "UTF-16")
    try:
        return Decoded(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError as error:
        return _older(data, error.start)


def is_no_text(data: bytes) -> bool:
    """Whether there are too many control characters in a file for one that somebody could read."""
    if _utf16(data) or any(data.startswith(mark) for mark, *_ in BYTE_ORDER_MARKS):
        sample = decode(data[:SAMPLE]).text
    else:
        sample = data[:SAMPLE].decode("latin-1")
    return len(CONTROL.findall(sample)) > MOST_CONTROL * len(sample) + 3


def _lost(text: str) -> str:
    return "Some of its characters could not be read; look for “�”." if "\ufffd" in text else ""


def _utf16(data: bytes) -> str:
    """The codec of UTF-16 whose every second byte is NUL, as in a text of Latin letters; "" if it is none."""
    sample = data[:SAMPLE]
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if half and odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    if half and even > 0.6 * half and odd < 0.1 * half:
        return "utf-16-be"
    return ""


def _older(data: bytes, start: int) -> Decoded:
    """The text of what is not UTF-8 from the byte `start` on."""
    numbers = data[max(start - ROUND, 0) : start + ROUND].decode("latin-1")
    high = len(NOT_ASCII.findall(numbers))
    if sum(map(len, OF_UTF8.findall(numbers))) > high / 2:
        text = data.decode("utf-8", errors="copsite_windows")
        return Decoded(
            text, "UTF-8", "Some of its characters are not in UTF-8; they were read as Windows-1252."
        )
    in_a_row = sum(map(len, IN_A_ROW.findall(numbers)))  # as in scripts that are not Latin
    if in_a_row > high / 2 and (
        found := from_bytes(data[max(start - SAMPLE, 0) : start + SAMPLE], cp_isolation=OTHER_SCRIPTS).best()
    ):
        return Decoded(
            data.decode(found.encoding, errors="replace"), found.encoding, _guessed(found.encoding)
        )
    if len(MAC_LETTER.findall(numbers)) > len(WINDOWS_LETTER.findall(numbers)):  # as an old Mac wrote it
        return Decoded(data.decode("mac_roman"), "Mac Roman", _guessed("Mac Roman"))
    return Decoded(_windows(data), "Windows-1252", _guessed("Windows-1252"))


def _guessed(name: str) -> str:
    return f"It does not say how it is encoded, and was read as {name}: check letters with accents."


def _windows(data: bytes) -> str:
    """Windows-1252; the five bytes that it has no character for, as those of Latin-1."""
    return data.decode("cp1252", errors="copsite_latin1")


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return _windows(error.object[error.start : error.end]), error.end


def _as_latin1(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("copsite_windows", _as_windows)
codecs.register_error("copsite_latin1", _as_latin1)
