"""Tables in PDFs: where words and signs stand, how they break, and what the tags say of them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from pypdf import PdfReader

from hive.documents import pdf
from hive.documents.drawing import Canvas, Drawing, Rect
from hive.documents.embedded import Drawings
from hive.documents.tables import (
    Column,
    Room,
    Row,
    Rule,
    Sign,
    Table,
    Type,
    Words,
)

PAGE = """<html lang="en"><head><title>x</title></head><body>
<p class="foot-text">foot</p><h1>Before</h1><img alt="A table" src="drawing:1"/><p>After</p>
</body></html>"""
FAMILY = "Hive Sans, sans-serif"
BLACK, BLUE = "#000000", "#0000ff"
SIGN = Drawing(Canvas(20, 10), "Level 2 of 5", (Rect(x=0, y=0, width=5, height=5),), FAMILY)
WORDS = re.compile(r"1 0 0 -1 ([\d.]+) ([\d.]+) Tm")


def make(*rows: tuple[Words | Sign, ...], **changes: Any) -> Table:
    """A table of two columns, 200 pt wide; figures stand in the second one."""
    made: dict[str, Any] = {
        "caption": "What was answered",
        "language": "zh-hans",
        "family": FAMILY,
        "width": 200,
        "gutter": 10,
        "columns": (Column(0.6), Column(0.4, is_figure=True)),
        "head": Row((words("Question"), words("Score")), Rule(BLACK, 0.75), Rule(BLACK)),
        "head_type": Type(8, 12, 2),
        "rows": tuple(Row(cells, below=Rule(BLACK)) for cells in rows),
        "type": Type(10, 14, 3),
    }
    return Table(**made | changes)


def words(content: str, columns: int = 1, *, bold: bool = False) -> Words:
    return Words(content, BLACK, bold, columns)


def set_table(table: Table) -> PdfReader:
    """Set a document that holds one table between a heading and a paragraph."""
    drawings = Drawings()
    drawings.add(table)
    return PdfReader(io.BytesIO(pdf.render(PAGE, drawings=drawings)))


def elements(reader: PdfReader) -> Iterator[Any]:
    """Yield the elements of the structure tree in reading order."""

    def below(node: Any) -> Iterator[Any]:
        node = node.get_object()
        if isinstance(node, dict):
            yield node
            for kid in node.get("/K", []):
                yield from below(kid)

    root: Any = reader.trailer["/Root"]
    yield from below(root["/StructTreeRoot"])


def named(reader: PdfReader, *names: str) -> list[Any]:
    return [node for node in elements(reader) if node.get("/S") in names]


def content(reader: PdfReader) -> str:
    return reader.pages[0].get_contents().get_data().decode("latin-1")


def starts(reader: PdfReader) -> list[tuple[float, float]]:
    """Where the lines of the table begin, in its own units, after its caption."""
    table, _ = table_and_ornament(reader)
    return [(float(x), float(y)) for x, y in WORDS.findall(table)][1:]


def table_and_ornament(reader: PdfReader) -> list[str]:
    """The operators of the table from its caption on, and what is drawn as ornament after it."""
    return content(reader).partition("3 Tr")[2].split("/Artifact\nBMC")[:2]


def test_a_table_is_tagged_as_html_would_be() -> None:
    reader = set_table(make((words("One"), words("25.00")), (words("Two"), words("50.00"))))

    (table,) = named(reader, "/Table")
    kids = [kid.get_object()["/S"] for kid in table["/K"]]
    assert kids == ["/Caption", "/THead", "/TBody"]
    assert [len(row["/K"]) for row in named(reader, "/TR")] == [2, 2, 2]
    assert len(named(reader, "/TH")) == 2
    columns = [head["/ID"] for head in named(reader, "/TH")]
    assert [cell["/A"]["/Headers"][0] for cell in named(reader, "/TD")] == columns * 2


def test_the_first_cell_of_a_row_may_be_its_header() -> None:
    table = make((words("One"), words("25.00")), has_row_headers=True)
    reader = set_table(table)

    heads, (cell,) = named(reader, "/TH"), named(reader, "/TD")
    assert len(heads) == 3
    assert set(cell["/A"]["/Headers"]) == {heads[1]["/ID"], heads[2]["/ID"]}


def test_every_mark_belongs_to_one_element() -> None:
    """An unowned mark, or one owned twice, makes a document unreadable to assistive programs."""
    reader = set_table(make((words("One"), words("")), (Sign(SIGN, 40), words("2"))))

    root: Any = reader.trailer["/Root"]
    owners = root["/StructTreeRoot"]["/ParentTree"]["/Nums"][1].get_object()
    marks = sorted(int(mark) for mark in re.findall(r"/MCID (\d+)", content(reader)))
    assert marks == list(range(len(owners)))
    assert all(owner.get_object()["/Type"] == "/StructElem" for owner in owners)


def test_it_is_read_between_what_stands_before_and_after_it() -> None:
    reader = set_table(make((words("One"), words("25.00"))))

    text = re.sub(r"\s", "", reader.pages[0].extract_text())
    assert "BeforeWhatwasansweredQuestionScoreOne25.00After" in text


def test_a_sign_says_what_it_shows_and_where_it_stands() -> None:
    reader = set_table(make((Sign(SIGN, 40, drop=1), words("2"))))

    (figure,) = named(reader, "/Figure")
    left, bottom, right, top = (float(edge) for edge in figure["/A"]["/BBox"])
    assert figure["/Alt"] == "Level 2 of 5"
    assert (round(right - left, 2), round(top - bottom, 2)) == (40, 20)


def test_words_break_at_the_width_of_their_column() -> None:
    reader = set_table(make((words("一二三四五六七八九十一二三四五"), words("1"))))

    (_, first), (_, second), (_, figure) = starts(reader)[2:]
    assert second - first == pytest.approx(14, abs=0.01)
    assert figure == first


def test_a_word_that_is_too_long_breaks_without_a_hyphen() -> None:
    reader = set_table(make((words("A" * 40), words("1"))))

    lines = re.findall(r"^A+.?$", reader.pages[0].extract_text(), re.MULTILINE)
    assert len(lines) > 1
    assert "".join(lines) == "A" * 40


def test_figures_end_where_their_column_ends() -> None:
    reader = set_table(make((words("a"), words("1")), (words("a"), words("11.11"))))

    lefts = [x for x, _ in starts(reader)[2:]]
    assert lefts[0] == lefts[2] == 0
    assert 120 < lefts[3] < lefts[1] < 200


def test_gaps_stand_between_scripts_and_are_not_copied() -> None:
    plain, gapped = (
        set_table(make((words("a"), words(text)))) for text in ("第三级和第四级", "第3级和第4级")
    )

    text = gapped.pages[0].extract_text()
    assert "第3级和第4级" in text.replace(" ", "")
    assert "\u200b" not in text
    # Four gaps of 0.18 of the size, and two digits in the place of two characters.
    narrower = 2 * (10 - 5.55) - 4 * 1.8
    assert starts(gapped)[3][0] - starts(plain)[3][0] == pytest.approx(narrower, abs=0.05)


def test_a_cell_may_span_columns() -> None:
    reader = set_table(make((words("One cell for both", columns=2),)))

    (cell,) = named(reader, "/TD")
    assert cell["/A"]["/ColSpan"] == 2
    assert len(cell["/A"]["/Headers"]) == 2


def test_rooms_leave_the_gutter_and_the_indent_free() -> None:
    table = make(columns=(Column(0.5), Column(0.2, is_figure=True), Column(0.3, indent=5)))

    one = Row((words("a"), words("b"), words("c")))
    two = Row((words("a"), words("b", columns=2)))
    assert table.rooms(one) == (Room(0, 90, False), Room(100, 30, True), Room(145, 55, False))
    assert table.rooms(two)[1] == Room(100, 100, True)


def test_rules_are_ornament() -> None:
    table, ornament = table_and_ornament(set_table(make((words("One"), words("1")))))

    assert " l S" not in table
    assert ornament.partition("EMC")[0].count(" l S") == 3


def test_the_same_table_gives_the_same_bytes() -> None:
    drawings = Drawings()
    drawings.add(make((words("行A"), Sign(SIGN, 40))))

    assert pdf.render(PAGE, drawings=drawings) == pdf.render(PAGE, drawings=drawings)


def test_markup_and_rare_characters_stay_text() -> None:
    reader = set_table(make((words("<b>&amp;</b> 㐂𠮷 שלום"), words("1"))))

    text = reader.pages[0].extract_text()
    assert "<b>&amp;</b>" in text
    assert "㐂" in text
    assert "𠮷" in text
