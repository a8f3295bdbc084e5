"""Which tests exist, read from their files: what documents name must be there to be run."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# ``tests/a/test_b.py`` or ``tests/a/test_b.py::test_c``.
NAMED = re.compile(r"tests/[\w/]*test_\w+\.py(?:::\w+)?")


def exists(name: str) -> bool:
    """Whether a test, a file of tests or another file of the repository is there."""
    path, _, function = name.partition("::")
    if not (ROOT / path).is_file():
        return False
    return not function or function in tests_in(path)


@cache
def tests_in(path: str) -> frozenset[str]:
    """The names of the tests of one file."""
    body = ast.parse((ROOT / path).read_text(encoding="utf-8")).body
    return frozenset(
        node.name
        for node in body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name[:5] == "test_"
    )


def named_in(text: str) -> list[str]:
    """Every test that a text names."""
    return NAMED.findall(text)
