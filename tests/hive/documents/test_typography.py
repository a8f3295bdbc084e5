"""Gaps between Han characters and Latin."""

from __future__ import annotations

import pytest

from hive.documents.typography import GAP, mark_gaps


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("总分49.65分", "总分|49.65|分"),
        ("差为−5.83", "差为|−5.83"),
        ("占50%的", "占|50%|的"),
        ("第 3 级，A（乙）", "第 3 级，A（乙）"),
        ("Plain English, 2025", "Plain English, 2025"),
        ("<b>行A</b>&", "<b>行|A</b>&"),
        ("", ""),
    ],
)
def test_marks_stand_where_gaps_belong(text, marked):
    assert mark_gaps(text) == marked.replace("|", GAP)
