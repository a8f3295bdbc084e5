"""Notes what no page may do: break the CSP, raise in a script, miss a file, ask another host."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

OWN_SCHEMES = ("data:", "blob:", "about:")


def watch(context: BrowserContext, origin: str, faults: list[str]) -> None:
    """Append to ``faults`` a sentence for everything that goes wrong on the context's pages."""

    def on_console(message: ConsoleMessage) -> None:
        # What has no address was brought in by the test itself through the debugger: axe's rules.
        address = message.location["url"]
        if "Content Security Policy" in message.text and address:
            place = f"{address}:{message.location['lineNumber']}"
            faults.append(f"the policy refused something at {place}: {message.text}")

    def on_error(error: WebError) -> None:
        faults.append(f"a script failed: {error.error}")

    def on_request(request: Request) -> None:
        if not request.url.startswith((origin, *OWN_SCHEMES)):
            faults.append(f"a page asked another host: {request.url}")

    def on_response(response: Response) -> None:
        if response.status >= 500 or (response.status >= 400 and "/static/" in response.url):
            faults.append(f"the server answered {response.status}: {response.url}")

    context.on("console", on_console)
    context.on("weberror", on_error)
    context.on("request", on_request)
    context.on("response", on_response)
