"""Papers that several readers ask for: set for the first of them, handed to all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from hive.documents import pdf


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

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "render", kept)
        yield
