"""Gaps between Han characters and Latin."""

from __future__ import annotations

import pytest

from hive.documents.typography import gap


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("总分49.65分", '总<span class="g">分</span>49.6<span class="g">5</span>分'),
        ("差为−5.83", '差<span class="g">为</span>−5.83'),
        ("占50%的", '占<span class="g"></span>50<span class="g">%</span>的'),
        ("第 3 级，A（乙）", "第 3 级，A（乙）"),
        ("Plain English, 2025", "Plain English, 2025"),
        ("", ""),
    ],
)
def test_gap_marks_the_character_before_it(text, markup):
    assert gap(text) == markup.replace('占<span class="g"></span>', '<span class="g">占</span>')


def test_gap_escapes_what_it_is_given():
    assert gap("<b>行A</b>&") == '&lt;b&gt;<span class="g">行</span>A&lt;/b&gt;&amp;'
