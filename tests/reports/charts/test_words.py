"""Every key that figures come with has its words."""

from __future__ import annotations

from hive.core.disclosure import MIN_BANKS, MIN_CONTROLLERS, Place
from hive.core.scoring import Reason
from reports.charts.words import words

WITHHELD = {
    "too_few_banks",
    "too_few_controllers",
    "no_variation",
    "protects_another",
    "gives_banks_away",
}


def test_every_reason_has_words():
    reasons = {*WITHHELD, *(reason.value for reason in Reason if reason is not Reason.DONT_KNOW)}

    assert set(words("en").reasons) == reasons


def test_every_place_has_words():
    assert set(words("en").places) == {place.value for place in Place}


def test_reasons_print_the_thresholds():
    english = words("en")

    assert english.reason("too_few_banks") == f"Not published: fewer than {MIN_BANKS} banks"
    assert str(MIN_CONTROLLERS) in english.reason("too_few_controllers")
