"""The SVG pen: presentation attributes only, real text, all of it escaped, the same each time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache, lru_cache
from html import escape

from hive.documents.drawing import Circle, Drawing, Line, Part, Piece, Point, Polygon, Rect, Text
from reports.charts import drawings
from reports.charts.drawings import Form
from reports.charts.spec import ChartSpec

Attribute = str | int | float | None
BOLD = 700


# The pages of a bank are looked at again and again, and its levels are drawn on every one.
@lru_cache(maxsize=256)
def draw(spec: ChartSpec, form: Form = Form.WIDE) -> str:
    """Draw any chart in one of its forms; signs have a single form."""
    return write(drawings.draw(spec, form))


@lru_cache(maxsize=2048)
def draw_small(spec: ChartSpec, size: float | None = None) -> str:
    """Draw a sign, at a size in px other than its usual one if given."""
    return write(drawings.draw_small(spec, size))


def write(drawing: Drawing) -> str:
    """Write a drawing as a titled image.

    A chart's title is referred to by an id that follows from what is drawn. A sign may stand many
    times on a page, so it is named without an id; without a title it is hidden from readers.
    """
    body = "".join(map(_part, drawing.parts))
    if drawing.is_sign:
        if not drawing.title:
            return _frame(drawing, body, aria_hidden="true")
        named = _tag("title", escape(drawing.title)) + body
        return _frame(drawing, named, role="img", aria_label=drawing.title)
    drawn = f"{drawing.title}|{drawing.canvas}|{body}"
    key = "chart-" + hashlib.sha256(drawn.encode()).hexdigest()[:12]
    named = _tag("title", escape(drawing.title), id=key) + body
    return _frame(drawing, named, role="img", aria_labelledby=key)


def _part(part: Part) -> str:
    match part:
        case Text():
            return _text(part)
        case Line(start=(x1, y1), end=(x2, y2)):
            return _tag("line", x1=x1, y1=y1, x2=x2, y2=y2, **_edge(part))
        case Polygon():
            return _tag("polygon", points=_points(part.corners), **_ground(part))
        case Rect():
            box = {"x": part.x, "y": part.y, "width": part.width, "height": part.height}
            return _tag("rect", **box, **_ground(part))
        case Circle():
            return _tag("circle", cx=part.x, cy=part.y, r=part.radius, **_ground(part))


def _ground(shape: Polygon | Rect | Circle) -> dict[str, Attribute]:
    opacity = None if shape.opacity == 1 else shape.opacity
    return {"fill": shape.fill or "none", "fill_opacity": opacity, **_edge(shape)}


def _edge(shape: Polygon | Line | Rect | Circle) -> dict[str, Attribute]:
    if shape.stroke is None:
        return {}
    return {
        "stroke": shape.stroke,
        "stroke_width": shape.stroke_width,
        "stroke_dasharray": " ".join(map(_number, shape.dash)) or None,
        "stroke_linejoin": "round" if shape.round_joins else None,
    }


def _text(text: Text) -> str:
    anchor = None if text.anchor == "start" else text.anchor
    if len(text.pieces) == 1:
        (piece,) = text.pieces
        content, named = escape(piece.content), _colour(piece)
    else:
        content, named = "".join(_span(text, n) for n in range(len(text.pieces))), {}
    place = {"x": text.x, "y": text.y, "font_size": text.size, "text_anchor": anchor}
    return _tag("text", content, **place, **named)


def _span(text: Text, n: int) -> str:
    piece = text.pieces[n]
    return _tag("tspan", escape(piece.content), dx=text.gap if n else None, **_colour(piece))


def _colour(piece: Piece) -> dict[str, Attribute]:
    return {"fill": piece.fill, "font_weight": BOLD if piece.bold else None}


def _frame(drawing: Drawing, body: str, **names: str) -> str:
    canvas = drawing.canvas
    box = (canvas.left, canvas.top, canvas.width, canvas.height)
    return _tag(
        "svg",
        body,
        xmlns="http://www.w3.org/2000/svg",
        class_=drawing.kind,
        viewBox=" ".join(_number(edge) for edge in box),
        width=_number(canvas.width) + canvas.unit,
        height=_number(canvas.height) + canvas.unit,
        font_family=drawing.family,
        **names,
    )


def _tag(name: str, content: str = "", /, **attributes: Attribute) -> str:
    """Write an element around content that is already markup; attributes that are None are left."""
    written = "".join(
        [
            f' {_attribute(key)}="{_value(value)}"'
            for key, value in attributes.items()
            if value is not None
        ]
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


@cache
def _attribute(key: str) -> str:
    return key.strip("_").replace("_", "-")


def _points(corners: Iterable[Point]) -> str:
    return " ".join([f"{_number(x)},{_number(y)}" for x, y in corners])


def _value(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else _number(value)


# Most edges of a drawing stand above or beside others.
@lru_cache(maxsize=8192)
def _number(value: float) -> str:
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if shown in ("-0", "") else shown
