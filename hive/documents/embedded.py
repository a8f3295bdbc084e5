"""What a document embeds: drawings, tables and panels by the names that stand in its markup."""

from __future__ import annotations

from hive.documents.drawing import Drawing
from hive.documents.panels import Panel
from hive.documents.tables import Table

Embedded = Drawing | Panel | Table


class Drawings(dict[str, Embedded]):
    """The drawings, tables and panels of one document by their names."""

    def add(self, part: Embedded) -> str:
        """Keep a part and return its name."""
        name = f"drawing:{len(self) + 1}"
        self[name] = part
        return name
