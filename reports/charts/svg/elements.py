"""The few SVG elements that every drawing is made of: attributes only, all text escaped."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from reports.charts.svg.tokens import colour, family

Attribute = str | int | float | None
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Canvas:
    """The visible part of a drawing, in its own units, and the unit of its outer size."""

    width: float
    height: float
    left: float = 0
    top: float = 0
    unit: str = ""


def tag(name: str, content: str = "", /, **attributes: Attribute) -> str:
    """Write an element around content that is already markup; attributes that are None are left."""
    written = "".join(
        f' {key.strip("_").replace("_", "-")}="{escape(_value(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def text(
    x: float,
    y: float,
    content: str,
    size: float,
    *,
    fill: str = "ink",
    anchor: str | None = None,
    bold: bool = False,
) -> str:
    """Write a line of text on its baseline; ``fill`` is a token or a colour code."""
    return tag(
        "text",
        escape(content),
        x=x,
        y=y,
        font_size=size,
        fill=paint(fill),
        text_anchor=anchor,
        font_weight=700 if bold else None,
    )


def spans(
    x: float,
    y: float,
    pieces: Iterable[tuple[str, str, bool]],
    size: float,
    anchor: str | None = None,
) -> str:
    """Write pieces of (content, fill, bold) after each other on one line, a small gap between."""
    written = "".join(
        tag(
            "tspan",
            escape(content),
            dx=None if n == 0 else size * 0.4,
            fill=paint(fill),
            font_weight=700 if bold else None,
        )
        for n, (content, fill, bold) in enumerate(pieces)
    )
    return tag("text", written, x=x, y=y, font_size=size, text_anchor=anchor)


def line(
    start: Point, end: Point, stroke: str = "grid", width: float = 1, dash: str | None = None
) -> str:
    """Write a straight line."""
    (x1, y1), (x2, y2) = start, end
    return tag(
        "line",
        x1=x1,
        y1=y1,
        x2=x2,
        y2=y2,
        stroke=paint(stroke),
        stroke_width=width,
        stroke_dasharray=dash,
    )


def polygon(corners: Iterable[Point], **attributes: Attribute) -> str:
    """Write a closed shape."""
    return tag("polygon", points=points(corners), **attributes)


def points(corners: Iterable[Point]) -> str:
    """Write corner points as SVG wants them."""
    return " ".join(f"{_value(float(x))},{_value(float(y))}" for x, y in corners)


def dot(x: float, y: float, radius: float) -> str:
    """Write this bank's full dot."""
    return tag(
        "circle", cx=x, cy=y, r=radius, fill=colour("own"), stroke=colour("paper"), stroke_width=1.5
    )


def drawing(
    canvas: Canvas, title: str, parts: Iterable[str], language: str, css_class: str = "hive-chart"
) -> str:
    """Frame parts as a titled image. Its title's id follows from what is drawn."""
    body = "".join(parts)
    key = "chart-" + hashlib.sha256(f"{title}|{canvas}|{body}".encode()).hexdigest()[:12]
    named = tag("title", escape(title), id=key) + body
    return _frame(canvas, named, language, css_class, role="img", aria_labelledby=key)


def sign(canvas: Canvas, title: str, parts: Iterable[str], language: str, css_class: str) -> str:
    """Frame a small sign that may stand many times on a page, so it is named without an id.

    A sign without a title only decorates words that stand beside it.
    """
    body = "".join(parts)
    if not title:
        return _frame(canvas, body, language, css_class, aria_hidden="true")
    named = tag("title", escape(title)) + body
    return _frame(canvas, named, language, css_class, role="img", aria_label=title)


def paint(name: str) -> str:
    """Return a colour code as it is, a token's colour by its name."""
    return name if name.startswith("#") or name == "none" else colour(name)


def _frame(canvas: Canvas, body: str, language: str, css_class: str, **names: str) -> str:
    box = (canvas.left, canvas.top, canvas.width, canvas.height)
    return tag(
        "svg",
        body,
        xmlns="http://www.w3.org/2000/svg",
        class_=css_class,
        viewBox=" ".join(_value(float(edge)) for edge in box),
        width=_value(float(canvas.width)) + canvas.unit,
        height=_value(float(canvas.height)) + canvas.unit,
        font_family=family(language),
        **names,
    )


def _value(value: str | float | None) -> str:
    if isinstance(value, float):
        shown = f"{value:.2f}".rstrip("0").rstrip(".")
        return "0" if shown in ("-0", "") else shown
    return str(value)
