"""Pasted text made plain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hive.core.texts import plain_text


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("plain", "plain"),
        ("two\u00a0words\u202fand\u2007one", "two words and one"),
        ("a\tb", "a b"),
        ("line\r\nline\rline\u2028line\x0bline", "line\nline\nline\nline\nline"),
        ("in\u00advisible\u200b \ufefftext\u2060", "invisible text"),
        ("right\u202eto left", "rightto left"),
        ("bell\x07 and null\x00", "bell and null"),
        ("\uf0b7 a bullet of Word", "• a bullet of Word"),
        ("e\u0301", "é"),
        ("全角，保留　空格", "全角，保留　空格"),
        ("half \ud800", "half "),
    ],
)
def test_pasted_text_becomes_plain(pasted: str, kept: str) -> None:
    assert plain_text(pasted) == kept


@given(st.text())
def test_plain_text_stays_as_it_is(pasted: str) -> None:
    once = plain_text(pasted)

    assert plain_text(once) == once
    once.encode()
