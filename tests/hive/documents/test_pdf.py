"""PDFs: tagged, titled, whole, the same each time, and set without reading anything else."""

from __future__ import annotations

import io
import logging
import re

import pytest
from pypdf import PdfReader

from hive.documents import pdf
from hive.documents.typography import GAP

PAGE = """<html lang="{language}"><head><title>{title}</title></head><body>
<p class="foot-text">foot</p><h1>{title}</h1>{body}</body></html>"""
CHINESE_SIGNS = "甲乙丙，。、；：？！“”‘’（）《》—…·−●□▲✓→×≥≤○％０ABC 12.5%"
ENGLISH_SIGNS = "the bank’s “total” – 12.5% … × ≥ ≤ − ● □ ▲ ✓ →"


def page(body: str = "", *, language: str = "zh-Hans", title: str = "评分卡 2025") -> str:
    return PAGE.format(language=language, title=title, body=body)


def read(document: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(document))


def font_names(reader: PdfReader) -> set[str]:
    """The fonts of all pages without the six letters that mark a subset."""
    return {
        font.get_object()["/BaseFont"].partition("+")[2]
        for sheet in reader.pages
        for font in sheet["/Resources"]["/Font"].values()
    }


def test_render_makes_a_tagged_document_with_language_and_title():
    reader = read(pdf.render(page()))

    root = reader.trailer["/Root"]
    assert root["/Lang"] == "zh-Hans"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert reader.metadata.title == "评分卡 2025"
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()


def test_a_gap_is_a_move_of_the_pen_that_is_not_copied():
    marked = "第|3|级，A|类|评分|B"
    plain, gapped = (
        read(pdf.render(page(f"<h1>{marked.replace('|', mark)}</h1>"))) for mark in ("", GAP)
    )

    def moves(reader):
        operators = reader.pages[0].get_contents().get_data().decode("latin-1")
        return len(re.findall(r">-1[78]\d(\.\d+)?<", operators))

    assert moves(gapped) == moves(plain) + marked.count("|")
    assert GAP not in gapped.pages[0].extract_text()
    assert gapped.outline[-1].title == marked.replace("|", "")


def test_render_is_the_same_each_time():
    html = page("<p>总分 49.65</p>")

    assert pdf.render(html) == pdf.render(html)


@pytest.mark.parametrize(
    ("language", "signs"),
    [("zh-Hans", CHINESE_SIGNS), ("en", ENGLISH_SIGNS)],
)
def test_our_fonts_hold_every_sign(language, signs, caplog):
    caplog.set_level(logging.WARNING)

    reader = read(pdf.render(page(f"<p>{signs}</p>", language=language, title="2025")))

    assert all(name.startswith("Hive-") for name in font_names(reader))
    assert signs.replace(" ", "") in reader.pages[0].extract_text().replace(" ", "")
    assert caplog.messages == []


@pytest.mark.parametrize(
    "body",
    [
        '<img alt="x" src="file:///etc/passwd">',
        '<img alt="x" src="https://example.org/x.png">',
        '<img alt="x" src="http://static.invalid/print/print.css">',
        '<img alt="x" src="https://static.invalid:8443/print/print.css">',
        '<img alt="x" src="https://static.invalid@example.org/print/print.css">',
        '<img alt="x" src="//example.org/x.png">',
        '<img alt="x" src="../manage.py">',
        '<img alt="x" src="/etc/passwd">',
        '<img alt="x" src="%2e%2e/manage.py">',
        '<img alt="x" src="print/no-such-file.svg">',
        '<img alt="x" src="../tools/build_fonts.py">',
        '<img alt="x" src="ftp://example.org/x">',
        '<link rel="stylesheet" href="https://example.org/x.css">',
        '<link rel="attachment" href="file:///etc/passwd">',
        "<style>@import url(https://example.org/x.css);</style>",
        "<style>@import url(file:///etc/passwd);</style>",
        "<style>body { background: url(https://example.org/x.png) }</style>",
        '<p style="background: url(file:///etc/passwd)">x</p>',
        "<style>@font-face { font-family: x; src: url(https://example.org/x.otf) }</style>"
        '<p style="font-family: x">x</p>',
        '<svg xmlns="http://www.w3.org/2000/svg"><title>x</title>'
        '<image href="https://example.org/x.png" width="9" height="9"/></svg>',
    ],
)
def test_render_refuses_everything_but_our_static_files(body):
    with pytest.raises(pdf.ForbiddenResourceError):
        pdf.render(page(body))


def test_render_embeds_data_images():
    image = (
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E"
        "%3Crect width='9' height='9'/%3E%3C/svg%3E"
    )

    reader = read(pdf.render(page(f'<img alt="A square" src="{image}">')))

    assert "A square" in alternatives(reader.trailer["/Root"]["/StructTreeRoot"])


def alternatives(node: object) -> set[str]:
    """Every text that stands in place of a figure."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return {text for kid in node for text in alternatives(kid)}
    if not isinstance(node, dict):
        return set()
    own = {str(node["/Alt"])} if "/Alt" in node else set()
    return own | alternatives(node.get("/K"))


@pytest.mark.parametrize(
    "html", ["<p>x</p>", '<html lang="en"><p>x</p>', "<title>x</title><p>x</p>"]
)
def test_render_refuses_a_document_without_title_or_language(html):
    with pytest.raises(pdf.IncompleteDocumentError):
        pdf.render(html)
