"""Where each promise stands: read from tests/promises.toml, told with what the last runs found."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from tests.named import ROOT

SOURCE = ROOT / "tests" / "promises.toml"
DOCUMENT = ROOT / "docs" / "security" / "promises.md"
# What the last runs said of each named test; see tests/conftest.py.
OUTCOMES = ROOT / "build" / "promises.json"
# The promises are numbered from 1 on, without gaps.
COUNT = 59
STANDS = ("shown", "partly", "not")
HEAD = """\
# Promises of reliability and security, and where each stands

Written by `make promises` from `tests/promises.toml`; not to be edited by hand. **shown**: the
named tests fail when it is not so, for the whole figure. **partly**: for what stands under
"reached"; what is missing stands beside it. **not**: no test shows it yet.
"""


@dataclass(frozen=True)
class Promise:
    """One row: how far it is kept, by which tests, and why not further."""

    number: int
    title: str
    stands: str
    reached: str = ""
    tests: tuple[str, ...] = ()
    why: str = ""


def read_promises() -> list[Promise]:
    """Every row of the file, in its order."""
    rows = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    return [
        Promise(int(number), **row | {"tests": tuple(row.get("tests", ()))})
        for number, row in rows.items()
    ]


def faults_of(promise: Promise) -> list[str]:
    """What the row leaves unsaid or says against itself."""
    rules = {
        "stands nowhere": promise.stands not in STANDS,
        "is shown by no test": promise.stands != "not" and not promise.tests,
        "tells no figure": promise.stands != "not" and not promise.reached,
        "names tests though nothing is shown": promise.stands == "not" and bool(promise.tests),
        "does not say why not": promise.stands != "shown" and not promise.why,
        "gives a reason though it is shown": promise.stands == "shown" and bool(promise.why),
    }
    return [f"{promise.number} {fault}" for fault, is_so in rules.items() if is_so]


def table() -> str:
    """The whole document."""
    promises = read_promises()
    counts = Counter(promise.stands for promise in promises)
    lines = [
        HEAD,
        ", ".join(f"{counts[stand]} {stand}" for stand in STANDS) + f", {len(promises)} together.",
        "",
        "| # | promise | stands | reached | missing | tests |",
        "|---|---|---|---|---|---|",
        *map(_row, promises),
        "",
    ]
    return "\n".join(lines)


def summary(outcomes: Mapping[str, str]) -> list[str]:
    """One line for each promise: what the last runs said of its tests."""
    lines = []
    for promise in read_promises():
        found = Counter(outcomes.get(name, "not run") for name in promise.tests)
        told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(found.items()))
        lines.append(f"{promise.number:>3} {promise.stands:<7}{promise.title}: {told or 'no test'}")
    return lines


def read_outcomes() -> dict[str, str]:
    """What the last runs said; nothing before the first one."""
    if not OUTCOMES.exists():
        return {}
    outcomes: dict[str, str] = json.loads(OUTCOMES.read_text(encoding="utf-8"))
    return outcomes


def _row(promise: Promise) -> str:
    tests = "<br>".join(f"`{name}`" for name in promise.tests)
    return (
        f"| {promise.number} | {promise.title} | **{promise.stands}** | {promise.reached} "
        f"| {promise.why} | {tests} |"
    )
