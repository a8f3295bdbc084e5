"""Says where a figure stands in the units of its page.

WeasyPrint tells readers of the tags where in its own layout: in px, from the upper left corner.
"""

from __future__ import annotations

from typing import Any

PT_PER_PX = 0.75


def place_figures(document: Any, pdf: Any) -> None:
    """Turn the box of every figure into points from the lower left corner of its page."""
    heights = {
        reference: page.height * PT_PER_PX
        for reference, page in zip(pdf.page_references, document.pages, strict=True)
    }
    for element in pdf.objects:
        if isinstance(element, dict) and element.get("S") == "/Figure":
            box = element["A"]["BBox"]
            left, top, right, bottom = (edge * PT_PER_PX for edge in box)
            high = heights[element["Pg"]]
            box[:] = (left, high - bottom, right, high - top)
