"""Files as we write them: they hold what pydyf's hold."""

from __future__ import annotations

import io
from typing import Any

import pydyf
import pytest
from pypdf import PdfReader

from hive.documents.pdf.writing import bytes_of, file_of


def small_pdf() -> Any:
    """A page with words, and three hundred objects of every kind."""
    pdf = pydyf.PDF()
    content = pydyf.Stream([b"BT", "ET", 3, 0.5, pydyf.Dictionary({"MCID": 1})], compress=True)
    pdf.add_object(content)
    page = {"Type": "/Page", "Parent": pdf.pages.reference, "Contents": content.reference}
    pdf.add_page(pydyf.Dictionary({**page, "MediaBox": pydyf.Array((0, 0, 10, 12.5))}))
    for n in range(300):
        words = pydyf.String(f"第 {n} (a)")
        pdf.add_object(pydyf.Dictionary({"N": n, "Half": n / 2, "Words": words}))
    pdf.catalog["Last"] = pdf.objects[-1].reference
    pdf.info["Title"] = pydyf.String("Scorecard")
    return pdf


def by_pydyf(pdf: Any) -> bytes:
    output = io.BytesIO()
    pdf.write(output, version=b"1.7", compress=True)
    return output.getvalue()


def told(value: Any, depth: int = 12) -> Any:
    """Everything that an object of pypdf's says, without what tells how a stream is packed."""
    value = value.get_object()
    if isinstance(value, dict) and depth:
        data = value.get_data() if hasattr(value, "get_data") else b""
        packing = {"/Filter", "/Length", "/Parent"}
        return data, {k: told(v, depth - 1) for k, v in value.items() if k not in packing}
    return [told(each, depth - 1) for each in value] if isinstance(value, list) else str(value)


def test_a_file_says_what_pydyf_has_it_say() -> None:
    ours, theirs = (PdfReader(io.BytesIO(write(small_pdf()))) for write in (file_of, by_pydyf))

    assert told(ours.trailer["/Root"]) == told(theirs.trailer["/Root"])
    assert told(ours.trailer["/Info"]) == told(theirs.trailer["/Info"])
    numbers = range(1, 304)
    assert [told(ours.get_object(n)) for n in numbers] == [
        told(theirs.get_object(n)) for n in numbers
    ]


def test_a_file_is_read_strictly_and_is_smaller() -> None:
    ours, theirs = file_of(small_pdf()), by_pydyf(small_pdf())

    assert len(PdfReader(io.BytesIO(ours), strict=True).pages) == 1
    assert len(ours) < len(theirs)
    assert file_of(small_pdf()) == ours


def test_a_stream_that_is_not_to_be_compressed_stays_open() -> None:
    pdf = small_pdf()
    pdf.add_object(pydyf.Stream([b"words for all to read"], {"Type": "/Metadata"}))

    written = file_of(pdf)

    assert b"words for all to read" in written
    assert len(PdfReader(io.BytesIO(written), strict=True).pages) == 1


@pytest.mark.parametrize(
    "item",
    [
        b"/Name",
        "/Name",
        0,
        -12,
        True,
        0.5,
        3.0,
        -1 / 3,
        pydyf.String("a (b) \\"),
        pydyf.String("行"),
        pydyf.Array([1, 2.5, pydyf.Array(["/A"])]),
        pydyf.Dictionary({"A": pydyf.Dictionary({"B": 1}), "C": pydyf.String("x")}),
    ],
)
def test_every_kind_of_item_is_written_as_pydyf_writes_it(item: Any) -> None:
    assert bytes_of(item) == pydyf.Array([item]).data[1:-1]
