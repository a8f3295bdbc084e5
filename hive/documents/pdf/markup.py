"""Reads markup for WeasyPrint: well-formed markup by the parser in C, any other as HTML."""

from __future__ import annotations

from functools import cache
from typing import Any
from xml.etree.ElementTree import XML, Element, ParseError

from hive.documents.pdf.fetching import BASE_URL, make_fetcher

GROUND = "print/ground.css"


def read(source: str, fetcher: Any) -> Any:
    """Return a document for WeasyPrint, standing on our own ground of what elements are."""
    from cssselect2 import ElementWrapper
    from weasyprint import HTML

    class Document(HTML):
        def __init__(self) -> None:
            root = parse(source)
            if root is None:
                super().__init__(string=source, base_url=BASE_URL, url_fetcher=fetcher)
                return
            # The attributes that the constructor draws from a tree; its own parser is in Python.
            self.base_url, self.url_fetcher, self.media_type = BASE_URL, fetcher, "print"
            self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
            self.etree_element = self.wrapper_element.etree_element

        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
            return [_ground()]

    return Document()


def parse(source: str) -> Element | None:
    """Parse well-formed markup; None if it is not, or if it declares entities."""
    if "<!ENTITY" in source:
        return None
    try:
        return XML(source)  # Without entities nothing in it grows or is fetched.
    except ParseError:
        return None


@cache
def _ground() -> Any:
    from weasyprint import CSS

    return CSS(url=BASE_URL + GROUND, url_fetcher=make_fetcher())
