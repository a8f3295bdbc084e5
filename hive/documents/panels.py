"""What a printed panel is made of: stacks of words and signs beside each other.

All lengths are in pt. A panel is read stack by stack, each from its top.
"""

from __future__ import annotations

from dataclasses import dataclass

from hive.documents.tables import Cell, Column, Rule, Type


@dataclass(frozen=True, slots=True)
class Said:
    """Words as an element of the document ("h1", "h3", "p"), or a sign, which is a figure.

    The room of its type stays free above it. ``family`` names other fonts than the panel's.
    """

    cell: Cell
    type: Type
    element: str = "p"
    family: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One stack for every column, between ``over`` and ``under`` and within two rules."""

    title: str
    language: str
    family: str
    width: float
    columns: tuple[Column, ...]
    stacks: tuple[tuple[Said, ...], ...]
    over: float = 0
    under: float = 0
    above: Rule | None = None
    below: Rule | None = None
    is_centred: bool = False
