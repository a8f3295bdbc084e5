"""How wide a text is and where it breaks: what a drawing must know before it sets a label."""

from __future__ import annotations

import re
import unicodedata

# Advance widths of "Hive Sans" Regular from the space to the tilde, in thousandths of the size.
WIDTHS = """
    224 323 474 555 555 921 680 278 338 338 467 555 278 347 278 392 555 555 555 555 555 555 555
    555 555 555 278 278 555 555 555 474 946 608 657 638 688 589 552 689 728 293 535 646 543 812
    723 742 633 742 635 596 599 721 575 878 573 531 603 338 392 338 555 559 606 563 618 510 620
    554 325 564 607 275 275 552 284 926 610 606 620 620 388 468 377 607 521 802 498 521 475 338
    270 338 555
"""
ASCII = tuple(int(width) for width in WIDTHS.split())
OTHER_LATIN = 600
BOLD = 1.07
# A space, or a word or one character together with the punctuation that must stay on its line.
PIECE = re.compile(
    r"\s+|[（《“「]*(?:[A-Za-z0-9\u00c0-\u024f'’.,%/&()+-]+|.)[，。、；：？！）》”」]*"
)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a text set at a size, in the units of the size."""
    thousandths = sum(_advance(character) for character in text)
    return thousandths / 1000 * size * (BOLD if bold else 1)


def wrap(text: str, size: float, room: float, *, bold: bool = False) -> tuple[str, ...]:
    """Break a text into lines no wider than the room; only a single word may be wider."""
    lines = [""]
    for piece in PIECE.findall(text):
        if width((lines[-1] + piece).rstrip(), size, bold=bold) > room and lines[-1].strip():
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return tuple(line.strip() for line in lines if line.strip()) or ("",)


def _advance(character: str) -> int:
    code = ord(character)
    if 0x20 <= code < 0x20 + len(ASCII):
        return ASCII[code - 0x20]
    return 1000 if unicodedata.east_asian_width(character) in "WFA" else OTHER_LATIN
