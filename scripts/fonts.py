"""The last step of building static/dist: cut the two font files that every page loads down to the weights that pages use.

The packages hold all weights from 200 to 900; words and labels use 400 to 700, headings 600 alone. build.mjs has copied
the whole files to static/dist/fonts; running this again changes nothing more.
"""

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FONTS = Path(__file__).resolve().parent.parent / "static" / "dist" / "fonts"
TEXT = FONTS / "atkinson-hyperlegible-next-latin-wght-normal.woff2"
ALL_HEADINGS = FONTS / "literata-latin-wght-normal.woff2"
HEADINGS = FONTS / "literata-latin-600-normal.woff2"


def main() -> None:
    keep(instancer.instantiateVariableFont(TTFont(TEXT), {"wght": (400, 400, 700)}), TEXT)
    headings = instancer.instantiateVariableFont(TTFont(ALL_HEADINGS), {"wght": 600})
    options = subset.Options()
    options.layout_features = ["kern", "lnum", "liga", "mark", "mkmk", "ccmp", "locl"]
    options.hinting = False
    cut = subset.Subsetter(options)
    cut.populate(unicodes=headings.getBestCmap())
    cut.subset(headings)
    keep(headings, HEADINGS)


def keep(font: TTFont, file: Path) -> None:
    """Write the font to the file, compressed as WOFF2, and print its size."""
    font.flavor = "woff2"
    font.save(file)
    print(f"{file.name}: {file.stat().st_size / 1000:.1f} kB")


if __name__ == "__main__":
    main()
