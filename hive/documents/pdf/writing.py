"""Writes a PDF's objects as a file: thousands of small ones, which pydyf writes at leisure.

Streams stand by themselves, all other objects together in one stream, as PDF 1.5 and later has it.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from itertools import accumulate
from typing import Any

from pydyf import Array, Dictionary, Object, Stream

HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
# Level 9 takes three times as long and spares one byte in fifty.
LEVEL = 6
# A row of the table of objects: what kind it is of, where it is, and its place there.
ROW = (1, 4, 2)
# Each row tells what differs from the one above it: next to nothing.
DIFFERENCES = Dictionary({"Predictor": 12, "Columns": sum(ROW)})


def file_of(pdf: Any) -> bytes:
    """Return the bytes of a PDF whose objects are complete."""
    pdf.add_object(pdf.info)
    streams = [each for each in pdf.objects[1:] if isinstance(each, Stream)]
    others = [each for each in pdf.objects[1:] if not isinstance(each, Stream)]
    together = _together(others)
    pdf.add_object(together)
    table = Stream(
        extra={"Type": "/XRef", "W": Array(ROW), "DecodeParms": DIFFERENCES}, compress=True
    )
    pdf.add_object(table)
    table.extra |= {"Size": len(pdf.objects), "Root": pdf.catalog.reference}
    table.extra |= {"Info": pdf.info.reference}

    bodies = [_indirect(each) for each in (*streams, together)]
    *offsets, end = accumulate(map(len, bodies), initial=len(HEADER))
    rows = {0: (0, 0, 65535), table.number: (1, end, 0)}
    for stream, offset in zip((*streams, together), offsets, strict=True):
        rows[stream.number] = (1, offset, 0)
    rows |= {each.number: (2, together.number, place) for place, each in enumerate(others)}
    table.stream = [_differences([rows[number] for number in range(len(pdf.objects))])]
    return b"".join((HEADER, *bodies, _indirect(table), b"startxref\n%d\n%%%%EOF\n" % end))


def _together(objects: list[Object]) -> Stream:
    """Return a stream of objects, which begins with where in it each of them is."""
    written = [bytes_of(each) for each in objects]
    places = accumulate((len(each) + 1 for each in written), initial=0)
    begins = [f"{each.number} {place}" for each, place in zip(objects, places, strict=False)]
    head = " ".join(begins).encode()
    extra = {"Type": "/ObjStm", "N": len(objects), "First": len(head) + 1}
    return Stream([head, *written], extra, compress=True)


def _differences(rows: list[tuple[int, ...]]) -> bytes:
    """Return rows of bytes less the row above, behind the sign that says so."""
    above = bytes(sum(ROW))
    told = []
    for row in rows:
        here = b"".join(part.to_bytes(size) for part, size in zip(row, ROW, strict=True))
        told.append(b"\2" + bytes((new - old) % 256 for new, old in zip(here, above, strict=True)))
        above = here
    return b"".join(told)


def _indirect(stream: Stream) -> bytes:
    content, extra = b"\n".join([bytes_of(each) for each in stream.stream]), {**stream.extra}
    # What says of itself that it is open or compressed already stays as it is.
    if stream.compress:
        content, extra["Filter"] = zlib.compress(content, LEVEL), "/FlateDecode"
    extra = Dictionary({**extra, "Length": len(content)})
    head = b"%d 0 obj\n%s\nstream\n" % (stream.number, bytes_of(extra))
    return b"".join((head, content, b"\nendstream\nendobj\n"))


def bytes_of(item: Any) -> bytes:
    """Write what stands in an object, or an object itself; what is rare, as pydyf does."""
    return _WRITERS.get(type(item), _rare)(item)


def _dictionary(entries: dict[str, Any]) -> bytes:
    written = [b"/%s %s" % (key.encode(), bytes_of(value)) for key, value in entries.items()]
    return b"<<%s>>" % b"".join(written)


def _array(items: list[Any]) -> bytes:
    return b"[%s]" % b" ".join([bytes_of(item) for item in items])


def _rare(item: Any) -> bytes:
    return Array((item,)).data[1:-1]


_WRITERS: dict[type, Callable[[Any], bytes]] = {
    bytes: bytes,
    str: str.encode,
    int: b"%d".__mod__,
    Array: _array,
    Dictionary: _dictionary,
}
