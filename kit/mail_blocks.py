"""The text of a mail, read as blocks for its HTML part: paragraphs, one button, and links.

The text is the one telling. Where a line that ends with a colon is followed by a line that is only a link, that pair is
the mail's button; later pairs are links.
"""

import re
from dataclasses import dataclass

LINK = re.compile(r"https?://\S+")
PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
SENTENCES = re.compile(r"(?<=[.?!]) ")
BEFORE_A_LINK = re.compile(
    rf":[ \t]{{0,9}}\n[ \t]{{0,9}}\n(?=[ \t]{{0,9}}{LINK.pattern}[ \t]{{0,9}}(?:\n|$))"
)


@dataclass(frozen=True)
class Block:
    """One block: lines of text, then a link with its label, if any."""

    lines: tuple[str, ...] = ()
    label: str = ""
    link: str = ""
    is_button: bool = False


def blocks_of(text: str) -> list[Block]:
    """Return the blocks of `text`, in order. The first link with a label is the button."""
    blocks: list[Block] = []
    for paragraph in PARAGRAPHS.split(_close_up(text).strip()):
        lines = tuple(line.strip() for line in paragraph.splitlines() if line.strip())
        has_button = any(block.is_button for block in blocks)
        blocks.append(_block(lines, is_first=not has_button))
    return blocks


def _close_up(text: str) -> str:
    """Return `text` without the empty lines between a label and its link."""
    return BEFORE_A_LINK.sub(":\n", text)


def _block(lines: tuple[str, ...], *, is_first: bool) -> Block:
    if len(lines) < 2 or not lines[-2].endswith(":") or not LINK.fullmatch(lines[-1]):
        return Block(lines)
    *before, label = SENTENCES.split(lines[-2].removesuffix(":"))
    kept = (*lines[:-2], " ".join(before)) if before else lines[:-2]
    return Block(kept, label=label, link=lines[-1], is_button=is_first)
