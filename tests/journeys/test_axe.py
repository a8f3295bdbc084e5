"""The rules of access find what is wrong on a page, and leave the page as it is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.journeys.axe import violations

DRAWING = (
    '<svg {} width="40" height="40"><title>{}</title>'
    '<rect width="20" height="20"/><text y="30" fill="#eee">Faint</text><circle r="4"/></svg>'
)
PAGE = '<!doctype html><html lang="en"><title>A page</title><main><h1>Words</h1>{}</main></html>'
FAULTS = {
    "button-name": "<button></button>",
    "color-contrast": '<p style="color: #bbb; background: #fff">Faint words</p>',
    "label": "<input>",
    "svg-img-alt": DRAWING.format("role=img", ""),
    "target-size": "<a href=/a style='font-size: 6px'>a</a><a href=/b style='font-size: 6px'>b</a>",
}


@pytest.fixture
def page(browser: Browser):
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("rule", FAULTS)
def test_a_fault_is_found(page, rule):
    page.set_content(PAGE.format(FAULTS[rule]))

    assert rule in {each.partition(":")[0] for each in violations(page)}


def test_a_page_without_faults_stays_as_it_is(page):
    page.set_content(PAGE.format(2 * DRAWING.format("role=img", "A drawing")))
    before = page.content()

    assert violations(page) == []
    assert page.content() == before
