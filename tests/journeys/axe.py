"""Checks a page that is open in the browser against the rules of WCAG 2.2, levels A and AA."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

SCRIPT = Path(__file__).parent.parent / "vendor" / "axe" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Whatever passes is neither described nor brought over from the browser.
# No rule that is asked for reads style sheets, and fetching them takes longer than the rules do.
# The size of targets is off in the rules until it is asked for.
# What a violation looks like in HTML is told by no sentence, so that it is not written out.
# Inside a drawing there is nothing to press, and its colours are tested where it is drawn: it is
# taken out for as long, which is quicker than to have the rules pass over thousands of shapes.
RUN = """async tags => {
    const shapes = [...document.querySelectorAll("svg > :not(title, desc)")]
        .map(shape => [shape, shape.parentNode, shape.nextSibling]);
    shapes.forEach(([shape]) => shape.remove());
    const found = await axe.run({
        runOnly: {type: "tag", values: tags}, resultTypes: ["violations"],
        rules: {"target-size": {enabled: true}}, preload: false,
    });
    shapes.reverse().forEach(([shape, drawing, next]) => drawing.insertBefore(shape, next));
    return found.violations;
}"""


def assert_accessible(page: Page) -> None:
    """Fail with the rule, the advice and the place of every violation on the page as it stands."""
    found = violations(page)
    if found:
        pytest.fail("\n".join([f"{page.url} is not accessible:", *found]))


def violations(page: Page) -> list[str]:
    """Return a sentence for every violation on the page as it stands."""
    if page.evaluate("matchMedia('(scripting: none)').matches"):
        pytest.fail("The rules are a script: they need a page that may run scripts.")
    if not page.evaluate("'axe' in window"):
        # It comes in through the browser's debugger, which the page's policy does not bind.
        page.evaluate(SCRIPT.read_text(encoding="utf-8") + "axe.configure({noHtml: true})")
    return [_told(each) for each in page.evaluate(RUN, TAGS)]


def _told(violation: dict[str, Any]) -> str:
    places = "; ".join(" ".join(map(str, node["target"])) for node in violation["nodes"])
    return f"{violation['id']}: {violation['help']} at {places}"
