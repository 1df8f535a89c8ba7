"""Tables on paper: no page ends or begins with a row or two alone, and a long word breaks inside its cell."""

import pytest
from weasyprint import HTML

from kit.typesetting import _fetcher, _fonts, _style

ROW = "<tr><th scope='row'>Row {}</th><td>{}</td></tr>"
STYLES = ["pdf/faces.css", "pdf/paper.css"]
TABLE = "<html lang='en'><body><table><thead><tr><th>Who</th><th>What</th></tr></thead><tbody>{}</tbody></table></body></html>"


def laid_out(rows: list[str]):
    page = TABLE.format("".join(ROW.format(number, words) for number, words in enumerate(rows)))
    styles = [_style(name) for name in STYLES]
    return HTML(string=page, url_fetcher=_fetcher()).render(stylesheets=styles, font_config=_fonts()).pages


def boxes(page, tag: str) -> list:
    return [box for box in page._page_box.descendants() if box.element_tag == tag]


@pytest.mark.parametrize("number", range(25, 33))
def test_a_page_has_no_row_or_two_alone(number):
    pages = laid_out(["Words"] * number)

    rows = [len({box.position_y for box in boxes(page, "tr")}) - 1 for page in pages]  # without the head

    assert min(rows) >= 3, rows


def test_a_long_word_stays_inside_its_cell():
    [page] = laid_out(["x" * 300])

    right = max(box.position_x + box.width for box in page._page_box.descendants() if hasattr(box, "text"))

    assert right <= page._page_box.content_box_x() + page._page_box.width + 1
