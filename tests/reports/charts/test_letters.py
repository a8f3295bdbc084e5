"""Widths and line breaks."""

from __future__ import annotations

from fontTools.ttLib import TTFont

from hive.documents.pdf import static_file
from reports.charts.drawings.letters import ASCII, width, wrap


def test_widths_are_those_of_the_font():
    font = TTFont(static_file("https://static.invalid/fonts/HiveSans-Regular.otf"))
    glyphs, advances = font.getBestCmap(), font["hmtx"]

    assert tuple(advances[glyphs[code]][0] for code in range(0x20, 0x7F)) == ASCII


def test_figures_are_as_wide_as_each_other():
    assert len({width(digit, 10) for digit in "0123456789"}) == 1


def test_wrap_breaks_between_words_and_han_characters():
    assert wrap("Data quality and data security", 10, 70) == (
        "Data quality",
        "and data",
        "security",
    )
    assert wrap("数据治理与数据资产管理", 10, 50) == ("数据治理与", "数据资产管", "理")


def test_wrap_never_begins_a_line_with_closing_punctuation():
    lines = wrap("甲乙丙丁，戊己（庚辛）。", 10, 40)

    assert "".join(lines) == "甲乙丙丁，戊己（庚辛）。"
    assert all(line[0] not in "，。）" and line[-1] != "（" for line in lines)


def test_wrap_keeps_a_word_that_is_wider_than_the_room():
    assert wrap("a Extraordinarily b", 10, 20) == ("a", "Extraordinarily", "b")
