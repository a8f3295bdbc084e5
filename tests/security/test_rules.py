"""The repository breaks none of our own rules, and every rule finds what it is there for."""

from __future__ import annotations

import pytest

from tests.named import ROOT
from tests.security.rules import PLACES, Rule, files_of, python, texts

RULES = [*python.RULES, *texts.RULES]
EACH = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


def test_there_are_enough_rules() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES) >= 25


def test_the_repository_breaks_no_rule() -> None:
    broken = [
        f"{path}:{line}: {rule.name}"
        for kind in PLACES
        for path, text in files_of(kind)
        for rule in RULES
        if rule.kind == kind and rule.reads(path)
        for line in rule.lines(text)
    ]

    assert not broken, "\n".join(broken)


@EACH
def test_a_rule_finds_its_example(rule: Rule) -> None:
    assert [text for text in rule.found if not rule.lines(text)] == []


@EACH
def test_a_rule_lets_pass_what_is_right(rule: Rule) -> None:
    assert [text for text in rule.passed if rule.lines(text)] == []


@EACH
def test_every_exception_is_needed_and_has_its_reason(rule: Rule) -> None:
    for path, reason in rule.allowed.items():
        assert rule.lines((ROOT / path).read_text(encoding="utf-8")) != [], path
        assert reason


@pytest.mark.parametrize("kind", PLACES)
def test_there_are_files_to_read(kind: str) -> None:
    assert len(list(files_of(kind))) >= 4
