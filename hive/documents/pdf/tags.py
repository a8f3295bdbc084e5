"""Light boxes: what WeasyPrint's tags must know of a table that it did not lay out itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint.formatting_structure.boxes import BlockReplacedBox


class Node:
    """An element that holds others. Being no box of WeasyPrint's, it is tagged and nothing else."""

    style = link_annotation = widget_annotation = mark = None
    is_table_wrapper = False
    rowspan = 1

    def __init__(
        self, element_tag: str, children: Sequence[Any], *, scope: str = "", columns: int = 1
    ) -> None:
        self.element_tag, self.children = element_tag, list(children)
        self.element = Element(element_tag, scope=scope)
        self.colspan = columns


class WordsBox(BlockReplacedBox):
    """A cell or a caption with words that the content marks as its own."""

    def __init__(self, element_tag: str, *, scope: str = "", columns: int = 1) -> None:
        super().__init__(element_tag, None, Element(element_tag, scope=scope), None)
        self.colspan = columns


class SignBox(BlockReplacedBox):
    """A drawing in a cell: the words in its place, its size, and where it stands on its page."""

    margin_left = padding_left = border_left_width = 0
    margin_top = padding_top = border_top_width = 0

    def __init__(self, words: str, width: float, height: float) -> None:
        super().__init__("img", None, Element("img", alt=words), None)
        self.width, self.height = width, height
