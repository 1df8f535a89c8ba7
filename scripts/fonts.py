"""Makes static/fonts: the two font files that every page loads, cut down to the weights that pages use.

Run by hand where the fonts or the weights change: `.venv/bin/python scripts/fonts.py`. The packages hold all weights from
200 to 900; words and labels use 400 to 700, headings 600 alone. Same letters, same licence (static/fonts/OFL.txt).
"""

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules" / "@fontsource-variable"
TEXT = "atkinson-hyperlegible-next-latin-wght-normal.woff2"
HEADINGS = "literata-latin-600-normal.woff2"


def main() -> None:
    text = TTFont(PACKAGES / "atkinson-hyperlegible-next" / "files" / TEXT)
    keep(instancer.instantiateVariableFont(text, {"wght": (400, 400, 700)}), TEXT)
    headings = TTFont(PACKAGES / "literata" / "files" / "literata-latin-wght-normal.woff2")
    headings = instancer.instantiateVariableFont(headings, {"wght": 600})
    options = subset.Options()
    options.layout_features = ["kern", "lnum", "liga", "mark", "mkmk", "ccmp", "locl"]
    options.hinting = False
    cut = subset.Subsetter(options)
    cut.populate(unicodes=headings.getBestCmap())
    cut.subset(headings)
    keep(headings, HEADINGS)


def keep(font: TTFont, name: str) -> None:
    font.flavor = "woff2"
    font.save(ROOT / "static" / "fonts" / name)
    print(f"{name}: {(ROOT / 'static' / 'fonts' / name).stat().st_size / 1000:.1f} kB")


if __name__ == "__main__":
    main()
