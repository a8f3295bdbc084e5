"""The laws that every paper is held to find what breaks them, each in a paper that is wrong."""

from __future__ import annotations

import pytest

from hive.documents import pdf
from hive.documents.drawing import Canvas, Drawing, Piece, Text
from hive.documents.embedded import Drawings
from tests import inked, laws

HEAD = '<!DOCTYPE html><html lang="zh-Hans"><head><meta charset="utf-8"/><title>x</title></head>'
ROOM = '<p style="height: {height}mm">上文。</p>'

WRONG = {
    "within_the_page": ['<p style="margin-left: 170mm; white-space: nowrap">伸出页外</p>'],
    "within_their_cell": [
        "<table><tr><td style='white-space: nowrap'>" + "长" * 40 + "</td><td>乙</td></tr></table>",
        "<table><tr><td>甲</td></tr><tr><td><p style='margin-top: -20pt'>乙</p></td></tr></table>",
    ],
    "not_over_each_other": ['<p>下面</p><p style="margin-top: -14pt">上面</p>'],
    "large_enough": ['<p style="font-size: 6.4pt">小字</p>'],
    "punctuated_as_the_standard_has_it": [
        "<p>行首<br/>，标点</p>",
        "<p>行末（<br/>标点）</p>",
        "<ul><li>行首<br/>”标点</li></ul>",
    ],
    "with_whole_figures": ["<table><tr><td>100.0<br/>0</td></tr></table>"],
    "headed_by_what_follows": [
        f"{ROOM.format(height=250)}<h2 style='break-after: auto'>孤题</h2>"
        '<p style="break-before: page">下文。</p>',
        "<h2>末题</h2>",
    ],
    "whole": [
        f"{ROOM.format(height=245)}<table><caption>表</caption><tr style='break-inside: auto'>"
        "<td>一<br/>二<br/>三<br/>四<br/>五<br/>六<br/>七<br/>八</td></tr></table>"
    ],
    "of_known_letters": ["<p>缺字\U0002a700</p>"],
}


def set_(body: str) -> inked.Paper:
    return inked.read(pdf.render(f"{HEAD}<body>{body}</body></html>"))


@pytest.mark.parametrize(
    ("law", "body"), [(law, body) for law, bodies in WRONG.items() for body in bodies]
)
def test_a_law_finds_what_breaks_it(law: str, body: str) -> None:
    found = laws.faults_of(set_(body))

    assert [fault for fault in found if fault.startswith(f"{law}: ")] != []


def test_a_paper_that_keeps_them_breaks_none() -> None:
    body = "<h1>题目</h1><p>正文，有标点。</p><table><caption>表</caption>"
    body += "<tr><td>甲</td><td>乙</td></tr></table>"

    assert laws.faults_of(set_(body)) == []


def test_words_beside_their_drawing_are_found() -> None:
    words = Text(130, 20, 10, (Piece("42", "#000000"),))
    drawings = Drawings()
    drawings.add(Drawing(Canvas(100, 50), "Shown", (words,), "Hive Sans Latin"))
    body = '<img alt="Shown" src="drawing:1"/><p>正文。</p>'

    paper = inked.read(pdf.render(f"{HEAD}<body>{body}</body></html>", drawings=drawings))

    assert laws.faults_of(paper) == ["within_their_drawing: Shown: 42"]


def test_there_is_a_wrong_paper_for_every_law() -> None:
    assert {law.__name__ for law in laws.LAWS} - set(WRONG) == {"within_their_drawing"}
