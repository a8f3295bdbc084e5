"""Gaps between Han characters and Latin."""

from __future__ import annotations

import pytest

from hive.documents.typography import gap


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("总分49.65分", '<span class="g">总分</span><span class="g">49.65</span>分'),
        ("差为−5.83", '<span class="g">差为</span>−5.83'),
        ("占50%的", '<span class="g">占</span><span class="g">50%</span>的'),
        ("第 3 级，A（乙）", "第 3 级，A（乙）"),
        ("Plain English, 2025", "Plain English, 2025"),
        ("", ""),
    ],
)
def test_gap_marks_the_words_before_it(text, markup):
    assert gap(text) == markup


def test_gap_escapes_what_it_is_given():
    assert gap("<b>行A</b>&") == '<span class="g">&lt;b&gt;行</span>A&lt;/b&gt;&amp;'
