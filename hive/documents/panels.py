"""What a printed panel is made of: stacks of words and signs beside each other.

All lengths are in pt. A panel is read stack by stack, each from its top.
"""

from __future__ import annotations

from dataclasses import dataclass

from hive.documents.tables import Column, Rule, Sign, Type, Words


@dataclass(frozen=True, slots=True)
class Said:
    """Words as an element of the document: "h1", "h3", "p".

    The room of their type stays free above them. ``family`` names other fonts than the panel's.
    """

    words: Words
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
    stacks: tuple[tuple[Said | Sign, ...], ...]
    over: float = 0
    under: float = 0
    above: Rule | None = None
    below: Rule | None = None
    is_centred: bool = False
