"""Reads markup for WeasyPrint: well-formed markup by the parser in C, any other as HTML."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree

from hive.documents.pdf.fetching import BASE_URL


def read(source: str, fetcher: Any) -> Any:
    """Return a document for WeasyPrint; its own parser in Python takes many times as long."""
    from weasyprint import HTML

    root = parse(source)
    if root is None:
        return HTML(string=source, base_url=BASE_URL, url_fetcher=fetcher)
    return _of_tree(root, fetcher)


def parse(source: str) -> Element | None:
    """Parse well-formed markup; None if it is not, or if it declares entities."""
    try:
        root: Element = ElementTree.fromstring(source)
    except (ParseError, ElementTree.EntitiesForbidden):
        return None
    return root


def _of_tree(root: Element, fetcher: Any) -> Any:
    """Give WeasyPrint's document the attributes that its constructor draws from a parsed tree."""
    from cssselect2 import ElementWrapper
    from weasyprint import HTML

    class ParsedDocument(HTML):
        def __init__(self) -> None:
            self.base_url = BASE_URL
            self.url_fetcher = fetcher
            self.media_type = "print"
            self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
            self.etree_element = self.wrapper_element.etree_element

    return ParsedDocument()
