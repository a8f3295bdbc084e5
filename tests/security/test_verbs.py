"""Every verb of every module that writes leads to an event of the audit log."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.named import ROOT

# Where everything is written; lint-imports and the rules of our own keep writing out of the rest.
MODULES = (
    "hive/banks/workflow",
    "hive/audit/workflow",
    "hive/catalogue/workflow.py",
    "assessments/workflow",
    "reports/publishing",
)
# What ends in an event: the log's own function.
RECORD = "record"
# Rules refuse in somebody's name and change nothing; steps are taken by verbs, which note them.
RULES = {"require_oneself", "require_right_to_give", "require_someone_else"}
STEPS = {"build", "gather", "take"}


def functions(text: str) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef))


def is_verb(function: ast.FunctionDef) -> bool:
    """Whether it is done by somebody, as every verb says, and may be called from elsewhere."""
    is_public = not function.name.startswith("_")
    return is_public and any(each.arg == "by" for each in function.args.kwonlyargs)


def calls(function: ast.FunctionDef) -> set[str]:
    """The names of what it calls, and of what it hands on to be called."""
    return {
        node.id if isinstance(node, ast.Name) else node.attr
        for node in ast.walk(function)
        if isinstance(node, ast.Name | ast.Attribute)
    }


def silent(graph: Mapping[str, set[str]]) -> set[str]:
    """The functions from which no way leads to the log."""
    heard = {RECORD}
    while more := {name for name, called in graph.items() if called & heard} - heard:
        heard |= more
    return graph.keys() - heard


def sources() -> Iterator[str]:
    for name in MODULES:
        path = ROOT / name
        files: list[Path] = sorted(path.rglob("*.py")) if path.is_dir() else [path]
        yield from (file.read_text(encoding="utf-8") for file in files)


def test_every_verb_of_every_module_leads_to_an_event() -> None:
    found = [function for text in sources() for function in functions(text)]
    graph: dict[str, set[str]] = {}
    for function in found:
        graph.setdefault(function.name, set()).update(calls(function))
    verbs = {function.name for function in found if is_verb(function)}

    assert verbs & silent(graph) == RULES | STEPS
    assert len(verbs) > 60


def test_a_silent_verb_would_be_found() -> None:
    text = "def rename(user, *, by):\n    _keep(user)\ndef _keep(user):\n    user.save()\n"
    found = list(functions(text))

    assert is_verb(found[0])
    assert silent({function.name: calls(function) for function in found}) == {"rename", "_keep"}
