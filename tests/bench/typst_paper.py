"""The same scorecard for typst: every panel, table, chart and text, page by page.

It says what the product's paper says and looks alike at a glance; it is what the product's own
setting is measured beside, and no more.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import typst

from hive.documents.drawing import Drawing
from hive.documents.panels import Panel, Said
from hive.documents.tables import Cell, Row, Sign, Table
from reports.charts import drawings, svg
from reports.charts.drawings import Form
from reports.charts.spec import ChartSpec
from reports.scorecard import Scorecard, panels, paper, tables
from reports.scorecard.parts import DimensionSheet, Move, Note

FONTS = Path(__file__).parents[2] / "static" / "fonts"
HEAD = """
#set page(paper: "a4", margin: 18mm, footer: context [
  #text(7pt, foot) #h(1fr) #counter(page).display("1 / 1", both: true)
])
#set text(font: ("Hive Sans Latin", "Hive Sans"), size: 9pt, lang: "LANGUAGE")
#set par(leading: 0.5em)
#set table(stroke: none, inset: (x: 0pt, y: 1.5pt), column-gutter: 3mm)
#show heading: set text(font: ("Hive Serif Latin", "Hive Serif"))
"""


class TypstPaper:
    """One scorecard as a typst source with the drawings that it embeds."""

    def __init__(self, card: Scorecard) -> None:
        self.card = card
        self.files: dict[str, bytes] = {}
        language = "en" if card.language == "en" else "zh"
        head = f"#set document(title: {_string(card.identity.title)})\n"
        head += f"#let foot = {_string(card.identity.foot)}\n" + HEAD.replace("LANGUAGE", language)
        pages = "\n#pagebreak()\n".join("\n".join(page) for page in self._pages())
        self.source = (head + pages).encode()

    def pdf(self, fonts: typst.Fonts) -> bytes:
        """Set it as a tagged PDF."""
        files = {"main": self.source, **self.files}
        pdf = typst.compile(files, format="pdf", font_paths=fonts, pdf_standards=["ua-1"])
        assert isinstance(pdf, bytes)
        return pdf

    def _pages(self) -> Iterator[list[str]]:
        card = self.card
        yield [*self._summary()]
        title = card.dots.title
        yield [
            self._panel(panels.page_head(card, title, card.identity.bank)),
            f"= #{_text(card.dots_headline.text)}",
            _paragraph(card.dots_lead),
            self._chart(card.dots),
            _paragraph(card.dots.source),
        ]
        for sheet in card.sheets:
            yield [*self._dimension(sheet)]
        yield [*self._ratios()]
        yield [*self._method()]
        for columns in paper.trace_pages(card.trace):
            told = [self._table(tables.trace(card, column)) for column in columns]
            yield [self._panel(panels.page_head(card, title, card.identity.bank)), _beside(told)]

    def _summary(self) -> Iterator[str]:
        card = self.card
        ident = card.identity
        yield self._panel(panels.page_head(card, ident.title, ident.bank, ident.bank_note))
        yield f"= #{_text(card.headline.text)}"
        yield _paragraph(card.lead)
        facts = [
            _stack([_text(fact.label), _text(fact.value, 14), _text(fact.note)])
            for fact in card.facts
        ]
        yield _beside(facts)
        comb, radar = self._chart(card.comb), self._chart(card.radar)
        yield _beside(
            [
                _stack([_text(card.comb.takeaway)]) + comb,
                _stack([_text(card.radar.takeaway)]) + radar,
            ]
        )
        yield self._chart(card.legend)
        yield self._table(tables.dimensions(card))
        yield _beside(["".join(map(self._move, moves)) for moves in (card.leads, card.gaps)])
        yield _paragraph(card.small_print)

    def _dimension(self, sheet: DimensionSheet) -> Iterator[str]:
        card = self.card
        yield self._panel(panels.page_head(card, sheet.name, sheet.description))
        yield self._panel(panels.dimension_head(card, sheet))
        for block in sheet.indicators:
            yield self._panel(panels.indicator_head(card, block, sheet.density))
            yield self._table(tables.questions(card, block, sheet.density))
        yield f"== #{_text(sheet.advice_title)}"
        yield _paragraph(sheet.advice)

    def _ratios(self) -> Iterator[str]:
        card = self.card
        yield _paragraph(card.ratios_lead)
        yield self._table(tables.ratios(card))
        for each in card.coverage:
            yield f"== #{_text(each.name)}"
            yield _paragraph(each.note)
            halves = [tables.articles(card, each.name, half) for half in each.halves if half]
            if halves:
                yield _beside([self._table(half) for half in halves])

    def _method(self) -> Iterator[str]:
        card = self.card
        for chart in (card.heat, card.spread):
            if chart:
                yield f"== #{_text(chart.takeaway)}"
                yield self._chart(chart)
                yield _paragraph(chart.source)
        left = (card.peers, card.withheld, card.confidentiality)
        right = (card.method, card.not_applicable)
        yield _beside(["".join(map(_note, notes)) for notes in (left, right)])

    def _move(self, move: Move) -> str:
        sign = self._image(drawings.draw_small(move.cell, 44), 30)
        said = " ".join((move.code, move.name, move.distance, move.advice))
        return f"#grid(columns: (34pt, 1fr), {sign}, {_text(said)})\n"

    def _chart(self, spec: ChartSpec) -> str:
        drawing = drawings.draw(spec, Form.PRINT)
        return f"#{self._image(drawing, drawing.canvas.width)}\n"

    def _image(self, drawing: Drawing, width: float) -> str:
        name = f"{len(self.files)}.svg"
        self.files[name] = svg.write(drawing).encode()
        title = _string(drawing.title or "sign")
        return f"image({_string(name)}, width: {width:.2f}pt, alt: {title})"

    def _panel(self, panel: Panel) -> str:
        columns = ", ".join(f"{column.share * 100:.3f}%" for column in panel.columns)
        stacks = ", ".join(
            _stack(
                [
                    self._image(part.drawing, part.width)
                    if isinstance(part, Sign)
                    else _text(part.words.content, part.type.size, bold=part.words.bold)
                    for part in stack
                    if isinstance(part, Sign | Said)
                ]
            ).removeprefix("#")
            for stack in panel.stacks
        )
        return f"#grid(columns: ({columns}), {stacks})\n"

    def _table(self, table: Table) -> str:
        columns = ", ".join(f"{column.share * 100:.3f}%" for column in table.columns)
        align = ", ".join("right" if column.is_figure else "left" for column in table.columns)
        head = self._cells(table.head, table.head_type.size, table)
        rows = "".join(
            f"table.hline(stroke: 0.5pt),{self._cells(row, table.type.size, table)}"
            for row in table.rows
        )
        return (
            f"#box(width: {table.width:.2f}pt, table(columns: ({columns}), column-gutter: 0pt,"
            f" align: ({align},), table.header({head}), {rows}))\n"
        )

    def _cells(self, row: Row, size: float, table: Table) -> str:
        indents = [column.indent for column in table.columns]
        return "".join(
            f"table.cell(colspan: {cell.columns}, inset: (left: {indent:.2f}pt, y: 1.5pt),"
            f" {self._cell(cell, size)}),"
            for cell, indent in zip(row.cells, indents, strict=False)
        )

    def _cell(self, cell: Cell, size: float) -> str:
        if isinstance(cell, Sign):
            return self._image(cell.drawing, cell.width)
        return _text(cell.content, size, bold=cell.bold, fill=cell.fill)


def _note(note: Note) -> str:
    return f"== #{_text(note.title)}\n" + "".join(map(_paragraph, note.sentences))


def _paragraph(words: str) -> str:
    return f"#par({_text(words)})\n"


def _stack(parts: Sequence[str]) -> str:
    return f"#stack(spacing: 3pt, {', '.join(parts)})\n"


def _beside(parts: Sequence[str]) -> str:
    columns = ", ".join("1fr" for _part in parts)
    cells = ", ".join(f"[{part}]" for part in parts)
    return f"#grid(columns: ({columns}), column-gutter: 6mm, {cells})\n"


def _text(words: str, size: float = 8, *, bold: bool = False, fill: str = "#1f1d1a") -> str:
    weight = '"bold"' if bold else '"regular"'
    return f"text({size}pt, weight: {weight}, fill: rgb({_string(fill)}), {_string(words)})"


def _string(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)
