"""Every act that the code records has its words, and every word an act."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from hive.audit.acts import WORDS, in_words
from hive.banks.workflow.signing_in import NOTICES

ROOT = Path(__file__).resolve().parents[3]
# Recorded under a name that is told by the run alone.
BY_THE_RUN = {*NOTICES.values(), "submission.returned", "submission.reopened", "audit.verified"}


def test_every_act_has_its_words_and_every_word_its_act() -> None:
    recorded = {
        act
        for app in ("hive", "assessments", "reports")
        for path in (ROOT / app).rglob("*.py")
        for act in recorded_in(ast.parse(path.read_text()))
    }

    assert recorded | BY_THE_RUN == set(WORDS)


def test_an_act_of_an_earlier_version_goes_by_its_name() -> None:
    assert in_words("an.earlier.act") == "an.earlier.act"


def recorded_in(tree: ast.AST) -> Iterator[str]:
    """The names that a module hands to the log; a helper may put its subject before them."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    direct = [call.args[0] for call in calls if name_of(call) == "record"]
    prefixes = [str(arg.values[0].value) for arg in direct if isinstance(arg, ast.JoinedStr)]
    prefix = prefixes[0] if prefixes else ""
    yield from (arg.value for arg in direct if isinstance(arg, ast.Constant))
    for call in calls:
        if name_of(call) == "_record" and isinstance(call.args[0], ast.Constant):
            yield prefix + call.args[0].value
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            if any(
                isinstance(each, ast.Name) and each.id == "verb" for each in node.decorator_list
            ):
                yield node.name


def name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""
