"""Drawings in PDFs: shapes as operators, words as text in our fonts, figures with their words."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from pypdf import PdfReader

from hive.documents import pdf
from hive.documents.drawing import (
    Canvas,
    Circle,
    Drawing,
    Line,
    Part,
    Piece,
    Polygon,
    Rect,
    Text,
)
from hive.documents.embedded import Drawings

PAGE = """<html lang="en"><head><title>x</title></head><body>
<p class="foot-text">foot</p><img alt="What it shows" src="drawing:1"/></body></html>"""
SMALL = Canvas(100, 50)
FAMILY = "Hive Sans Latin, Hive Sans, sans-serif"
TEXT_AT = re.compile(r"1 0 0 -1 ([\d.]+) ([\d.]+) Tm")


def set_drawing(*parts: Part, canvas: Canvas = SMALL) -> PdfReader:
    """Set a document that holds one drawing."""
    drawings = Drawings()
    drawings.add(Drawing(canvas, "What it shows", parts, FAMILY))
    return PdfReader(io.BytesIO(pdf.render(PAGE, drawings=drawings)))


def content(reader: PdfReader) -> str:
    """The operators of the only page."""
    return reader.pages[0].get_contents().get_data().decode("latin-1")


@pytest.mark.parametrize(
    ("shape", "written"),
    [
        (
            Polygon(corners=((0, 0), (9, 0), (4.5, 6)), fill="#ff0000"),
            "1 0 0 rg 0.00 0.00 m 9.00 0.00 l 4.50 6.00 l h f",
        ),
        (
            Polygon(corners=((0, 0), (9, 0), (4, 6)), stroke="#0000ff", round_joins=True),
            "0 0 1 RG 1.000 w [ ] 0 d 1 j 0.00 0.00 m 9.00 0.00 l 4.00 6.00 l h S",
        ),
        (
            Line(start=(1, 2), end=(3, 4), stroke="#000000", stroke_width=0.6, dash=(3, 2)),
            "0 0 0 RG 0.600 w [ 3.00 2.00] 0 d 0 j 1.00 2.00 m 3.00 4.00 l S",
        ),
        (
            Rect(x=1, y=2, width=30, height=4, fill="#ffffff", stroke="#333333"),
            "1 1 1 rg 0.2 0.2 0.2 RG 1.000 w [ ] 0 d 0 j 1.00 2.00 30.00 4.00 re B",
        ),
        (Rect(x=1, y=2, width=30, height=4), "1.00 2.00 30.00 4.00 re n"),
        (
            Circle(x=10, y=10, radius=10, fill="#000000"),
            "0 0 0 rg 20.00 10.00 m 20.00 15.52 15.52 20.00 10.00 20.00 c"
            " 4.48 20.00 0.00 15.52 0.00 10.00 c 0.00 4.48 4.48 0.00 10.00 0.00 c"
            " 15.52 0.00 20.00 4.48 20.00 10.00 c f",
        ),
    ],
)
def test_shapes_are_written_as_paths(shape, written):
    assert written in content(set_drawing(shape)).split("\n")


def test_only_a_sheer_filling_is_sheer():
    sheer = Rect(x=0, y=0, width=9, height=9, fill="#000000", opacity=0.08)

    lines = content(set_drawing(sheer)).split("\n")

    at = lines.index("0 0 0 rg 0.00 0.00 9.00 9.00 re f")
    assert (lines[at - 1], lines[at + 1]) == ("/a0.08 gs", "/a1 gs")


@pytest.mark.parametrize(("anchor", "x"), [("start", 50), ("middle", 44.45), ("end", 38.9)])
def test_words_stand_where_their_anchor_says(anchor, x):
    """Figures are 0.555 of their size wide."""
    two = Text(50, 20, 10, (Piece("42", "#000000"),), anchor)

    left, base = TEXT_AT.findall(content(set_drawing(two)))[0]

    assert (float(left), float(base)) == (pytest.approx(x, abs=0.01), 20)


def test_pieces_stand_after_each_other_a_small_gap_apart():
    line = Text(10, 20, 10, (Piece("42", "#000000"), Piece("7", "#ff0000")))

    first, second = TEXT_AT.findall(content(set_drawing(line)))[:2]

    assert float(second[0]) - float(first[0]) == pytest.approx(2 * 5.55 + line.gap, abs=0.01)


def test_words_are_text_in_our_fonts():
    words = Text(5, 20, 9, (Piece("Total", "#000000", bold=True), Piece("总分 42.05", "#000000")))

    reader = set_drawing(words)

    page: Any = reader.pages[0]
    fonts = {font.get_object()["/BaseFont"][8:] for font in page["/Resources"]["/Font"].values()}
    assert re.sub(r"\s", "", page.extract_text()) == "Total总分42.05foot1/1"
    assert fonts == {"Hive-Sans", "Hive-Sans-Latin", "Hive-Sans-Latin-Bold"}


@pytest.mark.parametrize(("unit", "size"), [("", (75, 37.5)), ("pt", (100, 50))])
def test_a_figure_has_the_drawings_size_and_its_words(unit, size):
    reader = set_drawing(canvas=Canvas(100, 50, unit=unit))

    (figure,) = (node for node in nodes(reader) if node.get("/S") == "/Figure")
    left, bottom, right, top = (float(edge) for edge in figure["/A"]["/BBox"])
    assert figure["/Alt"] == "What it shows"
    assert (right - left, top - bottom) == pytest.approx(size, abs=0.01)


def nodes(reader: PdfReader) -> list[Any]:
    """Every element of the structure tree."""
    root: Any = reader.trailer["/Root"]
    found, waiting = [], [root["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, dict):
            found.append(node)
            kids = node.get("/K", [])
            waiting += kids if isinstance(kids, list) else [kids]
    return found


def test_a_drawing_that_was_never_made_is_refused():
    with pytest.raises(pdf.ForbiddenResourceError):
        pdf.render(PAGE)
