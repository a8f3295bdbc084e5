"""Sets panels as PDF operators: headings, words and signs beside each other, tagged as such."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from hive.documents.panels import Panel, Said
from hive.documents.pdf.cells import SetBlock, SetSign, SetWords
from hive.documents.pdf.paragraphs import Typesetter
from hive.documents.pdf.tags import Node, WordsBox
from hive.documents.tables import Room, Rule, Sign, rooms


class SetPanel(SetBlock):
    """A panel as high as its highest stack."""

    def __init__(self, panel: Panel, typesetter: Typesetter) -> None:
        self.panel = panel
        self._typesetter = typesetter
        places = rooms(panel.columns, panel.width, [1] * len(panel.stacks))
        stacks = [self._stack(*each) for each in zip(panel.stacks, places, strict=True)]
        highest = max(_bottom(stack) for stack in stacks)
        for stack in stacks:
            free = (highest - _bottom(stack)) / 2 if panel.is_centred else 0
            for cell in stack:
                cell.top += panel.over + free
        self.width, self.height = panel.width, panel.over + highest + panel.under
        self._cells = list(chain.from_iterable(stacks))

    def parts(self) -> Sequence[SetWords | SetSign]:
        """Return words and signs stack by stack."""
        return self._cells

    def rules(self) -> Iterator[tuple[float, Rule]]:
        """Return the rules above and below the stacks."""
        for y, rule in ((0.0, self.panel.above), (self.height, self.panel.below)):
            if rule:
                yield y, rule

    def nodes(self) -> Sequence[Any]:
        """Return headings, paragraphs and figures as they follow each other."""
        return [Node("div", [cell.box for cell in self._cells])]

    def _stack(self, stack: Sequence[Said | Sign], room: Room) -> list[SetWords | SetSign]:
        """Set a stack as if it began at the top of the panel."""
        cells: list[SetWords | SetSign] = []
        for part in stack:
            if isinstance(part, Sign):
                cells.append(SetSign(part, room, _bottom(cells), self._typesetter))
            else:
                cells.append(self._words(part, room, _bottom(cells) + part.type.room))
        return cells

    def _words(self, said: Said, room: Room, top: float) -> SetWords:
        face = self._typesetter.face(
            said.family or self.panel.family,
            said.type.size,
            leading=said.type.leading,
            language=self.panel.language,
        )
        return SetWords(said.words, room, top, face, WordsBox(said.element), self._typesetter)


def _bottom(cells: Sequence[SetWords | SetSign]) -> float:
    return cells[-1].top + cells[-1].height if cells else 0
