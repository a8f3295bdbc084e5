"""Rules of our own about code that is never written here, each with what it finds and lets pass."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.named import ROOT

Find = Callable[[ast.AST], bool]
PRODUCT = ("hive", "assessments", "reports")
# What rules are about; names and the rest of the syntax are passed over.
TOLD = (
    ast.Assign, ast.Attribute, ast.BinOp, ast.Call, ast.ClassDef, ast.Constant, ast.ExceptHandler,
    ast.FunctionDef, ast.Import, ast.ImportFrom, ast.JoinedStr,
)  # fmt: skip
# Which files a rule of each kind reads: folders, the ending of names.
PLACES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "python": (PRODUCT, "*.py"),
    "template": (("templates",), "*.html"),
    "script": (("static/js",), "*.js"),
    "style": (("static/css", "static/print"), "*.css"),
}


@dataclass(frozen=True)
class Rule:
    """What is not written, in which files; ``found`` and ``passed`` are examples of either.

    ``allowed`` names the files in which it is written all the same, with the reason.
    ``only_in`` narrows the files to those whose path matches.
    """

    name: str
    kind: str
    find: Find | str
    found: Collection[str]
    passed: Collection[str]
    allowed: Mapping[str, str] = field(default_factory=dict)
    only_in: str = ""

    def lines(self, text: str) -> list[int]:
        """The lines of a text that break the rule."""
        if isinstance(self.find, str):
            pattern = re.compile(self.find, re.IGNORECASE | re.DOTALL)
            return [text.count("\n", 0, match.start()) + 1 for match in pattern.finditer(text)]
        nodes = _nodes(text)
        kinds = getattr(self.find, "about", TOLD)
        return [node.lineno for kind in kinds for node in nodes[kind] if self.find(node)]

    def reads(self, path: str) -> bool:
        """Whether the rule holds for a file."""
        return path not in self.allowed and re.search(self.only_in, path) is not None


@cache
def _nodes(text: str) -> Mapping[type[ast.AST], list[ast.AST]]:
    """The syntax of a file, taken apart and sorted once for all rules."""
    nodes: dict[type[ast.AST], list[ast.AST]] = {kind: [] for kind in TOLD}
    for node in ast.walk(ast.parse(text)):
        if type(node) in nodes:
            nodes[type(node)].append(node)
    return nodes


def files_of(kind: str) -> Iterator[tuple[str, str]]:
    """Each file of a kind, by its path in the repository."""
    folders, pattern = PLACES[kind]
    for folder in folders:
        for path in sorted((ROOT / folder).rglob(pattern)):
            yield _name(path), path.read_text(encoding="utf-8")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
