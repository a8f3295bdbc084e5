"""Runs every function ``bench_*`` of the modules ``tests/bench/bench_*.py`` and prints their rows.

usage: python -m tests.bench [WORD]    only functions whose name contains the word
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import django
from django.test.utils import setup_databases, setup_test_environment, teardown_databases

import tests.environment  # noqa: F401  -- sets the environment that the settings read
from tests.bench.rows import Row

FOLDER = Path(__file__).parent
BUILD = FOLDER.parent.parent / "build"
HEADS = ("what", "figure", "unit", "ratio", "limit", "")

Bench = Callable[[], Iterable[Row]]


def main(word: str = "") -> int:
    """Measure, print and write; return 1 when a limit is missed."""
    django.setup()
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    rows = [row for bench in _benches(word) for row in bench()]
    teardown_databases(databases, verbosity=0)
    _write(rows)
    return 0 if all(row.is_met for row in rows) else 1


def _benches(word: str) -> Iterator[Bench]:
    for path in sorted(FOLDER.glob("bench_*.py")):
        module = importlib.import_module(f"tests.bench.{path.stem}")
        for name, function in vars(module).items():
            if name.startswith("bench_") and word in name:
                print(f"measuring {name.removeprefix('bench_').replace('_', ' ')}", flush=True)
                yield function


def _write(rows: Sequence[Row]) -> None:
    table = _table(rows)
    print(table, end="")
    BUILD.mkdir(exist_ok=True)
    (BUILD / "bench.txt").write_text(table)
    (BUILD / "bench.json").write_text(json.dumps([asdict(row) for row in rows], indent=1))


def _table(rows: Sequence[Row]) -> str:
    lines = [HEADS, *map(_cells, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "".join(_aligned(line, widths) for line in lines)


def _cells(row: Row) -> tuple[str, ...]:
    missed = "" if row.is_met else "missed"
    return (row.name, f"{row.figure:.3f}", row.unit, _short(row.ratio), _short(row.limit), missed)


def _short(number: float | None) -> str:
    return "" if number is None else f"{number:.2f}"


def _aligned(line: Sequence[str], widths: Sequence[int]) -> str:
    name, *rest = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
    return "  ".join([name, *rest]).rstrip() + "\n"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
