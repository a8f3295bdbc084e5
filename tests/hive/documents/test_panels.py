"""Panels in PDFs: stacks beside each other, headings and figures in the tags and the outline."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from pypdf import PdfReader

from hive.documents import pdf
from hive.documents.drawing import Canvas, Drawing, Rect
from hive.documents.embedded import Drawings
from hive.documents.panels import Panel, Said
from hive.documents.tables import Column, Rule, Sign, Type, Words
from tests.hive.documents.test_tables import content, elements

PAGE = """<html lang="en"><head><title>x</title></head><body><p class="foot-text">foot</p>
<img class="indicator-head" alt="S1 Planning" src="drawing:1"/></body></html>"""
SHEETS = (*pdf.SHEETS, "print/scorecard.css")
FAMILY, SERIF = "Hive Sans, sans-serif", "Hive Serif, serif"
BLACK = "#000000"
SIGN = Drawing(Canvas(30, 60), "Score 25.00", (Rect(x=0, y=0, width=5, height=5),), FAMILY)
TEXT_AT = re.compile(r"1 0 0 -1 ([\d.]+) ([\d.]+) Tm")


def words(content: str, type_: Type, element: str = "p", family: str = "") -> Said:
    return Said(Words(content, BLACK), type_, element, family)


def make(**changes: Any) -> Panel:
    """A sign 60 pt high beside a heading of two lines and a paragraph, 200 pt wide."""
    made: dict[str, Any] = {
        "title": "S1 Planning",
        "language": "en",
        "family": FAMILY,
        "width": 200,
        "columns": (Column(0.2), Column(0.8)),
        "stacks": (
            (Sign(SIGN, 30),),
            (words("S1\nPlanning", Type(10, 14, 0), "h3", SERIF), words("Next", Type(8, 12, 2))),
        ),
    }
    return Panel(**made | changes)


def set_panel(panel: Panel) -> PdfReader:
    drawings = Drawings()
    drawings.add(panel)
    return PdfReader(io.BytesIO(pdf.render(PAGE, stylesheets=SHEETS, drawings=drawings)))


def starts(reader: PdfReader) -> list[tuple[float, float]]:
    """Where the lines of the panel begin, in its own units."""
    panel, _ = panel_and_ornament(reader)
    return [(float(x), float(y)) for x, y in TEXT_AT.findall(panel)]


def panel_and_ornament(reader: PdfReader) -> list[str]:
    """The operators of the panel, and what is drawn as ornament after it."""
    return content(reader).partition("/Figure")[2].split("/Artifact\nBMC")[:2]


def test_it_is_tagged_in_the_order_of_its_stacks() -> None:
    reader = set_panel(make())

    names = [str(node["/S"]) for node in elements(reader) if "/S" in node]
    assert names[names.index("/Figure") :][:3] == ["/Figure", "/H3", "/P"]
    (figure,) = (node for node in elements(reader) if node.get("/S") == "/Figure")
    assert figure["/Alt"] == "Score 25.00"


def test_its_title_stands_in_the_outline() -> None:
    assert [entry.title for entry in set_panel(make()).outline] == ["S1 Planning"]


def test_lines_follow_each_other_and_leave_the_room_above_free() -> None:
    (_, first), (_, second), (_, note) = starts(set_panel(make()))

    assert second - first == pytest.approx(14, abs=0.01)
    # The rest of the second line, the room, and the first line of the note down to its baseline.
    assert 14 < note - second < 14 + 2 + 12


def test_a_lower_stack_may_stand_in_the_middle_of_a_higher_one() -> None:
    at_the_top, centred = (starts(set_panel(make(is_centred=centred))) for centred in (False, True))

    free = 60 - (14 + 14 + 2 + 12)
    moved = [low - high for (_, high), (_, low) in zip(at_the_top, centred, strict=True)]
    assert moved == pytest.approx([free / 2] * 3, abs=0.01)


def test_rules_stand_outside_the_room_over_and_under() -> None:
    heavy = Rule(BLACK, 0.75)
    _, ornament = panel_and_ornament(set_panel(make(over=5, under=7, above=heavy, below=heavy)))

    ends = re.findall(r"([\d.]+) ([\d.]+) l S", ornament.partition("EMC")[0])
    assert ends == [("200.00", "0.00"), ("200.00", "72.00")]


def test_words_may_have_fonts_of_their_own() -> None:
    fonts: Any = set_panel(make()).pages[0]["/Resources"]
    names = {font.get_object()["/BaseFont"].partition("+")[2] for font in fonts["/Font"].values()}

    assert {"Hive-Serif-Bold", "Hive-Sans"} <= names
