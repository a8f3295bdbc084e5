"""Lines written as WeasyPrint writes them, to the letter: our own writer only does so sooner."""

from __future__ import annotations

from typing import Any

import pytest
from weasyprint.draw.text import draw_first_line
from weasyprint.matrix import Matrix
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import ffi, pango

from hive.documents import pdf
from hive.documents.pdf.glyphs import GLYPH
from hive.documents.pdf.paragraphs import SetLine, Typesetter
from hive.documents.typography import mark_gaps

CHINESE, ENGLISH = '"Hive Sans", sans-serif', '"Hive Sans Latin", "Hive Sans", sans-serif'
USUAL = [
    "Digital maturity: AVATAR To. “fi” 12.5% – 3",
    mark_gaps("数字化成熟度第3级，（A类）评分—得分：49.65"),
    "Mixed 混排 of 字体 and fonts",
    " spaces  kept ",
]
# No font has the letter; from right to left; a mark above its letter, which may be raised.
UNUSUAL = ["缺字\U0002a700了", "אבג abc", "x\u0306\u0301"]


def new_stream(fonts: dict[int, Any]) -> Any:
    resources = {"ExtGState": {}, "ColorSpace": None}
    return Stream(fonts, (0, 0, 100, 100), resources, {}, None, {}, None)


def typesetter() -> Typesetter:
    pdf.render('<html lang="en"><head><title>x</title></head><body><p>x</p></body></html>')
    return Typesetter(pdf._fonts())


def lines_of(words: str, family: str, size: float, **options: Any) -> list[SetLine]:
    setter = typesetter()
    return setter.lines(words, setter.face(family.replace('"', ""), size), **options)


def written_by_us(lines: list[SetLine]) -> tuple[list[bytes], dict[int, Any]]:
    fonts: dict[int, Any] = {}
    stream = new_stream(fonts)
    for line in lines:
        line.draw(stream, 3, 4)
    return stream.stream, fonts


def written_by_weasyprint(lines: list[SetLine]) -> tuple[list[bytes], dict[int, Any]]:
    fonts: dict[int, Any] = {}
    stream = new_stream(fonts)
    for line in lines:
        stream.begin_text()
        draw_first_line(stream, line.textbox(), "clip", "none", Matrix(d=-1, e=3, f=4))
        stream.end_text()
    return stream.stream, fonts


def operators(stream: list[bytes]) -> list[bytes]:
    return [each.replace(b" 3.000 4.000 Tm", b" 3 4 Tm") for each in stream]


def known(fonts: dict[int, Any]) -> dict[int, Any]:
    return {key: (font.hash, font.to_unicode, font.widths) for key, font in fonts.items()}


@pytest.mark.parametrize("words", USUAL + UNUSUAL)
@pytest.mark.parametrize("family", [CHINESE, ENGLISH])
@pytest.mark.parametrize("size", [7.5, 9, 20])
def test_a_line_is_written_as_weasyprint_writes_it(words: str, family: str, size: float) -> None:
    lines = lines_of(words, family, size, bold=size == 9)

    ours, our_fonts = written_by_us(lines)

    theirs, their_fonts = written_by_weasyprint(lines)
    assert operators(ours) == operators(theirs)
    assert known(our_fonts) == known(their_fonts)


def test_lines_of_a_narrow_room_are_written_each_with_its_own_letters() -> None:
    lines = lines_of("One line after the other 一行又一行", ENGLISH, 9, room=40)

    assert len(lines) > 3
    assert operators(written_by_us(lines)[0]) == operators(written_by_weasyprint(lines)[0])


def test_a_line_said_twice_is_worked_out_once_and_stands_twice() -> None:
    setter = typesetter()
    face = setter.face("Hive Sans Latin", 9)
    (first,), (second,) = setter.lines("Level 3", face), setter.lines("Level 3", face)
    stream = new_stream({})

    first.draw(stream, 1, 2)
    second.draw(stream, 5, 6)

    assert second is first
    shown = [each for each in stream.stream if each.endswith(b"TJ")]
    assert shown[0] == shown[1]
    assert [each for each in stream.stream if each.endswith(b"Tm")] == [
        b"1 0 0 -1 1.000 2.000 Tm",
        b"1 0 0 -1 5.000 6.000 Tm",
    ]


def test_two_documents_know_nothing_of_each_other() -> None:
    first, second = typesetter(), typesetter()

    lines = [each.lines("Bank", each.face("Hive Sans Latin", 9)) for each in (first, second)]

    assert lines[0][0] is not lines[1][0]
    assert known(written_by_us(lines[1])[1]) == known(written_by_us(lines[0])[1])


def test_a_glyph_is_as_large_as_pango_has_it() -> None:
    assert ffi.sizeof("PangoGlyphInfo") == GLYPH.size
    assert pango.pango_version() >= 14802
