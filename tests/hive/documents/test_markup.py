"""Reading markup: well-formed by the quick parser, any other as HTML, both to the same page."""

from __future__ import annotations

import gc
import io

import pytest
from pypdf import PdfReader

from hive.documents import pdf
from hive.documents.pdf import markup

WELL_FORMED = """<!DOCTYPE html>
<html lang="zh-Hans"><head><meta charset="utf-8"/><title>评分卡</title></head>
<body><p class="foot-text">foot</p><h1>总分 &lt;49.65&gt;<br/>低于同组</h1>
<table><tbody><tr><td>A</td></tr></tbody></table></body></html>"""
LOOSE = WELL_FORMED.replace("/>", ">")
BOMB = '<!DOCTYPE html [<!ENTITY a "xxxx">]>' + WELL_FORMED.removeprefix("<!DOCTYPE html>")


def test_both_parsers_lead_to_the_same_document():
    assert markup.parse(WELL_FORMED) is not None
    assert markup.parse(LOOSE) is None

    assert pdf.render(WELL_FORMED) == pdf.render(LOOSE)


def test_markup_that_declares_entities_is_not_read_as_xml():
    assert markup.parse(BOMB) is None


@pytest.mark.parametrize("was_enabled", [True, False])
@pytest.mark.parametrize("source", [WELL_FORMED, "<p>x</p>"])
def test_setting_leaves_the_collector_as_it_was(source, was_enabled):
    (gc.enable if was_enabled else gc.disable)()

    try:
        pdf.render(source)
    except pdf.IncompleteDocumentError:
        pass
    finally:
        left_enabled = gc.isenabled()
        gc.enable()

    assert left_enabled is was_enabled


@pytest.mark.parametrize("line", ["<p><q>x</q><br/>y</p>", "<p><q>x</q><br>y</p>"])
def test_our_own_ground_stands_in_for_weasyprints(line):
    """WeasyPrint's own sheet would set quotation marks, and our ground still breaks lines."""
    source = WELL_FORMED.replace("<table>", line + "<table>")

    reader = PdfReader(io.BytesIO(pdf.render(source)))

    assert "\nx\ny\nA" in reader.pages[0].extract_text()
