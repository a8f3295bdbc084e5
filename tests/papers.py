"""Papers that several readers ask for: set once, handed to all, and read."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from hive.documents import pdf, press
from tests import files


@contextmanager
def set_by(render: Callable[..., bytes]) -> Iterator[None]:
    """Let something else than the setter make papers, for pages and for the shelf."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (pdf, press):
            patch.setattr(module, "render", render)
        yield


@contextmanager
def set_once() -> Iterator[None]:
    """Set the same paper once: again it would be the same bytes, as tests of the setter prove."""
    render = pdf.render
    papers: dict[str, bytes] = {}

    def kept(html: str, **parts: Any) -> bytes:
        whole = f"{html}{parts}"
        if whole not in papers:
            papers[whole] = render(html, **parts)
        return papers[whole]

    with set_by(kept):
        yield


@contextmanager
def set_in_no_time() -> Iterator[None]:
    """Hand out one page with nothing on it, where only who gets a paper is asked."""
    blank = files.pdf()
    with set_by(lambda html, **parts: blank):
        yield


@contextmanager
def left_as_written() -> Iterator[None]:
    """Hand out what a paper is made of, every text of its drawings too, and set none."""
    with set_by(lambda html, **parts: f"{html}{parts}".encode()):
        yield


def words_of(paper: bytes) -> list[str]:
    """The words of each page of a PDF, in the order in which they are written."""
    told = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=paper, capture_output=True, check=True
    )
    return told.stdout.decode().split("\f")[:-1]


def about(paper: bytes) -> str:
    """What a PDF says of itself: its title, whose it is, what it is about."""
    told = subprocess.run(["pdfinfo", "-"], input=paper, capture_output=True, check=True)
    return told.stdout.decode()
