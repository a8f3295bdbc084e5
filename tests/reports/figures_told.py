"""What a surface tells in figures: read back node by node from pages, drawings and papers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element

import tinyhtml5

from assessments.enums import SnapshotKind
from assessments.models import Submission
from hive.catalogue.queries import model_of
from hive.core.model import TOTAL, HiveModel
from reports.charts.words import words
from reports.models import PublishedGroup
from tests.inked import Paper, spaceless

# A node and what of it is told, such as ("S1", "median"); and the figure as it is written.
Key = tuple[str, str]
Told = Iterator[tuple[Key, str]]

FIGURE = r"[+−-]?\d+\.\d+"
FIGURES = re.compile(FIGURE)
# A word with figures behind it, as drawings set them without a space between.
DRAWN = re.compile(r"[+−]?\d+\.\d\d")
LABELLED = re.compile(rf"(.*?)((?:{DRAWN.pattern})*)")
CODED = re.compile(r"[A-Z]\d(?:-Q\d+)?")
SVG = "{http://www.w3.org/2000/svg}"
DASH = "—"


def stored(submission: Submission, group: PublishedGroup | None) -> dict[Key, str]:
    """Return every figure of a submission as people are to see it, from the stored rows alone."""
    edges = [Fraction(band.floor) for band in model_of(submission.cycle.edition).bands]
    found = {}
    for node in nodes(stored_tree(submission)):
        value = node["score"]
        text = DASH if value is None else half_up(Fraction(value), edges)
        found[node["code"], "own"] = text
    rows = group.statistics.filter(withheld="") if group else ()
    for row in rows:
        own = found[row.node, "own"]
        found |= {
            (row.node, "n"): str(row.n),
            (row.node, "mean"): str(row.mean),
            (row.node, "lower"): str(row.lower_quartile),
            (row.node, "median"): str(row.median),
            (row.node, "upper"): str(row.upper_quartile),
        }
        if own != DASH:
            quartiles = (row.lower_quartile, row.median, row.upper_quartile)
            found[row.node, "gap"] = signed(Decimal(own) - row.median)
            found[row.node, "place"] = _place(Decimal(own), *quartiles)
    return found


def since(now: Mapping[Key, str], before: Mapping[Key, str]) -> dict[Key, str]:
    """Return last year's figures and the changes since, as people are to see them."""
    found = {}
    for (node, kind), text in before.items():
        if kind == "own":
            found[node, "before"] = text
            if DASH not in (text, now[node, "own"]):
                change = Decimal(now[node, "own"]) - Decimal(text)
                found[node, "change"] = signed(change)
    return found


def half_up(value: Fraction, edges: Sequence[Fraction] = ()) -> str:
    """Round half up to two decimals, but never up to the edge of a band."""
    hundredths = int((value * 100 + Fraction(1, 2)) // 1)
    if any(value < edge <= Fraction(hundredths, 100) for edge in edges):
        hundredths -= 1
    return f"{hundredths // 100}.{hundredths % 100:02}"


def signed(value: Decimal) -> str:
    """Write a difference of two figures with its sign."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{abs(value).quantize(Decimal('0.01'), ROUND_FLOOR)}"


def stored_tree(submission: Submission) -> dict[str, Any]:
    """Return the stored tree of what was signed last."""
    snapshot = submission.snapshots.filter(kind=SnapshotKind.SIGNED).latest("number")
    tree: dict[str, Any] = snapshot.score_run.tree
    return tree


def nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a stored node and all below it."""
    yield node
    for part in node["parts"]:
        yield from nodes(part)


def _place(own: Decimal, lower: Decimal, median: Decimal, upper: Decimal) -> str:
    if own == lower == upper:
        return "as_most_peers"
    at = ((median, "at_median"), (upper, "at_upper_quartile"), (lower, "at_lower_quartile"))
    named = [name for figure, name in at if figure == own]
    if named:
        return named[0]
    above = ["lower_middle", "upper_middle"][own > median]
    return "top_quarter" if own > upper else "bottom_quarter" if own < lower else above


@dataclass(frozen=True)
class Reader:
    """Knows the nodes of an edition and the headings of the columns by their words."""

    model: HiveModel
    language: str
    headings: Mapping[str, str]

    @classmethod
    def of(cls, model: HiveModel, language: str, **more: str) -> Reader:
        """Take the words of one language; ``more`` are headings that mean something here."""
        w = words(language)
        kinds = {
            w.own: "own", w.score: "own", w.lower_quartile: "lower", w.peer: "median",
            w.median: "median", w.upper_quartile: "upper", w.gap: "gap", w.last: "before",
        }  # fmt: skip
        return cls(model, language, {spaceless(k): v for k, v in (kinds | more).items()})

    def node(self, text: str) -> str | None:
        """Return the node that a label names, by its code, its name or both."""
        label = spaceless(text)
        if label in self._names:
            return self._names[label]
        coded = CODED.match(label)
        return coded[0] if coded and coded[0] in self._names else None

    @cached_property
    def _names(self) -> Mapping[str, str]:
        model, w = self.model, words(self.language)
        names = {w.total: TOTAL}
        for dimension in model.dimensions:
            name = dimension.name.in_(self.language)
            names |= dict.fromkeys(
                (name, dimension.code, f"{dimension.code} {name}"), dimension.code
            )
        names |= {each.code: each.code for each in (*model.indicators, *model.scored)}
        return {spaceless(name): code for name, code in names.items()}

    def rows(self, rows: Sequence[Sequence[str]]) -> Told:
        """Read a table whose first or second column names the node."""
        head, *others = rows
        kinds = [self.headings.get(spaceless(cell), "") for cell in head]
        for row in others:
            named = [node for cell in row[:2] if (node := self.node(cell)) is not None]
            if named and len(row) == len(head):
                yield from (
                    ((named[-1], kind), spaceless(cell))
                    for kind, cell in zip(kinds, row, strict=True)
                    if kind and FIGURES.fullmatch(spaceless(cell))
                )

    def labels(self, pieces: Iterable[str], kinds: Sequence[str], rest: str = TOTAL) -> Told:
        """Read a drawing: words that name a node, and the figures that stand behind them.

        What stands behind a node beyond its kinds is the own score of ``rest``.
        """
        node, waiting = None, list(kinds)
        for piece in pieces:
            label, figures = LABELLED.fullmatch(spaceless(piece)).groups()
            named = self.node(label) if label else None
            if named is not None:
                node, waiting = named, list(kinds)
            for figure in DRAWN.findall(figures):
                if waiting and node is not None:
                    yield (node, waiting.pop(0)), figure
                elif rest:
                    yield (rest, "own"), figure

    def fronted(self, pieces: Iterable[str]) -> Told:
        """Read a drawing in which the own score stands before the words that name its node."""
        figure = ""
        for piece in map(spaceless, pieces):
            if FIGURES.fullmatch(piece):
                figure = piece
            elif figure and (node := self.node(piece)) is not None:
                yield (node, "own"), figure
                figure = ""


class Html:
    """A page: its tables, its drawings and the figures that wait for the pointer."""

    def __init__(self, content: str) -> None:
        self.root = tinyhtml5.parse(content, namespace_html_elements=False)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Return the elements of a kind with these attributes."""
        wanted = {key.strip("_"): value for key, value in attributes.items()}
        return [
            each
            for each in self.root.iter(tag)
            if all(value in each.get(key, "").split() for key, value in wanted.items())
        ]

    def tables(self) -> Iterator[list[list[str]]]:
        """Yield every table, row by row."""
        for table in self.all("table"):
            yield [
                [words_of(cell) for cell in row if cell.tag in ("th", "td")]
                for row in table.iter("tr")
            ]

    def drawings(self) -> Iterator[tuple[str, list[str]]]:
        """Yield every drawing: what it is called, and its texts."""
        for svg in self.root.iter(f"{SVG}svg"):
            titles = [words_of(title) for title in svg.iter(f"{SVG}title")]
            texts = [words_of(text) for text in svg.iter(f"{SVG}text")]
            yield svg.get("aria-label") or "".join(titles[:1]), texts

    def explored(self) -> list[dict[str, Any]]:
        """Return what the interactive charts are made of."""
        return [json.loads(each.text or "") for each in self.all("script", type="application/json")]


def words_of(element: Element) -> str:
    """Return the words of an element with single spaces."""
    return " ".join("".join(element.itertext()).split())


def drawn(reader: Reader, title: str, pieces: Sequence[str], charts: Mapping[str, str]) -> Told:
    """Read any drawing of a scorecard; ``charts`` tells which large chart has which title."""
    match charts.get(title):
        case "comb":
            yield from reader.labels([title.rpartition(words(reader.language).total)[2]], ())
            yield from reader.labels(pieces, ["own"])
        case "radar":
            yield from reader.labels(pieces, ["own", "median"], rest="")
        case "dots" if any(
            FIGURES.fullmatch(spaceless(piece)) and piece[0] in "+−" for piece in pieces
        ):
            yield from reader.labels(pieces, ["own", "median", "gap"], rest="")
        case "dots":
            yield from reader.fronted(pieces)
        case None:
            # A cell or a strip: the node, its own score, and of a strip the median.
            node = reader.node(title)
            figures = FIGURES.findall(title) if node else []
            yield from (
                ((node, kind), f) for kind, f in zip(("own", "median"), figures, strict=False)
            )
            if node and len(figures) == 1:
                yield from (((node, "own"), piece) for piece in pieces)


def paper_drawings(paper: Paper) -> Iterator[tuple[str, list[str]]]:
    """Yield every drawing of a PDF: the words in its place, and its texts."""
    for figure in paper.root.all("Figure"):
        yield figure.alt, paper.pieces(figure)
