"""Notes in the browser what no text of a person may bring about: a script, a dialog, an element."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import BrowserContext, Dialog, Page

# Runs before anything of the page, and in spite of its policy.
LISTEN = """
window.sprouts = [];
window.ran = () => window.sprouts.push("a script ran");
document.addEventListener("securitypolicyviolation", event =>
    window.sprouts.push(`the policy refused ${event.violatedDirective} ${event.blockedURI}`));
window.grownIn = root => [...root.querySelectorAll("*")].filter(element =>
    element.matches(`base, iframe, object, embed, audio, video, math, marquee, style, animate,
        meta[http-equiv=refresh], link[href^="data:"], [srcdoc]`)
    || (element.localName === "script" && !(element.src || "").startsWith?.(location.origin)
        && element.type !== "application/json")
    || [...element.attributes].some(({name, value}) => name.startsWith("on")
        || (/^(xlink:)?(href|src|action|formaction|data)$/.test(name)
            && /^\\s*(javascript|vbscript|data:text)/i.test(value)))
).map(element => `an element grew: ${element.outerHTML.slice(0, 120)}`);
"""
FOUND = "[...window.sprouts, ...grownIn(document)]"
IN_TEXT = "text => grownIn(new DOMParser().parseFromString(text, 'text/html'))"
# Opens every chart that answers to the pointer, and lets each line of it tell its first point.
HOVER = """async () => {
    for (const button of document.querySelectorAll("[data-explore] button")) button.click();
    let told = 0;
    for (const place of document.querySelectorAll(".explore-figure")) {
        while (!place._fullLayout || place.hidden) await new Promise(r => setTimeout(r, 20));
        for (let curve = 0; curve < place.data.length; curve++) {
            window.Plotly.Fx.hover(place, [{curveNumber: curve, pointNumber: 0}]);
            told += place.querySelectorAll(".hoverlayer text").length;
        }
    }
    return told;
}"""


class Soil:
    """A page that is watched while texts are shown on it."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        context.add_init_script(LISTEN)
        context.on("dialog", self._close)
        self.origin = origin
        self.dialogs: list[str] = []
        self.page: Page = context.new_page()
        self.page.goto("/help/")

    def enter(self, client: Client) -> None:
        """Ask for what a page brings in as the person who is signed in."""
        context = self.page.context
        context.clear_cookies()
        for name, morsel in client.cookies.items():
            context.add_cookies([{"name": name, "value": morsel.value, "url": self.origin}])

    def open(self, path: str, answer: HttpResponse) -> None:
        """Open an answer at its address as if the server had just given it, charts included."""
        address = self.origin + path
        headers = dict(answer.headers)
        self.page.route(
            address,
            lambda route: route.fulfill(
                status=answer.status_code, headers=headers, body=answer.content
            ),
        )
        self.page.goto(path)
        self.page.unroute(address)
        if "data-explore" in answer.content.decode():
            assert self.page.evaluate(HOVER) > 0

    def found(self) -> Sequence[str]:
        """What grew on the page that is open, and what opened since the last question."""
        dialogs, self.dialogs = self.dialogs, []
        return [*dialogs, *self.page.evaluate(FOUND)]

    def found_in(self, text: str) -> Sequence[str]:
        """What would grow from an answer that is not opened."""
        grown: list[str] = self.page.evaluate(IN_TEXT, text)
        return grown

    def _close(self, dialog: Dialog) -> None:
        self.dialogs.append(f"a dialog opened: {dialog.message}")
        dialog.dismiss()
