"""Papers are set in a process beside ours, to the same bytes; what breaks it breaks no other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hive.alarm import TookTooLong, at_most
from hive.documents import pdf
from hive.documents.drawing import Canvas, Circle, Drawing
from hive.documents.embedded import Drawings
from hive.documents.press import PaperNotMade, Press
from tests.errands import resident
from tests.named import ROOT

HEAD = '<html lang="en"><head><title>A paper</title></head>'
SHORT = f"{HEAD}<body><h1>Short</h1></body></html>"
DRAWN = f'{HEAD}<body><img alt="A dot" src="drawing:1"></body></html>'
DOT = Drawing(Canvas(9, 9), "A dot", (Circle(x=4, y=4, radius=3, fill="#000000"),), "sans-serif")
LONG = f"{HEAD}<body>{'<p>One paragraph more.</p>' * 20_000}</body></html>"
# Room for a short paper and for no long one.
LITTLE = 110 * 2**20
LEAVES_A_PRESS = """
import tests.environment, django, os, signal
django.setup()
from hive.documents.embedded import Drawings
from hive.documents.press import PRESS
PRESS.render({paper!r}, stylesheets=())
print(PRESS._idle._process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(scope="module")
def kept() -> Iterator[Press]:
    press = Press(memory=LITTLE)
    bare(press, SHORT)
    yield press
    press.end()


def bare(press: Press, html: str) -> bytes:
    """Set a paper without our fonts, which are most of what a process has to begin with."""
    return press.render(html, stylesheets=())


def process_of(press: Press) -> int:
    """The number of the process that waits for the next paper."""
    assert press._idle is not None
    return press._idle._process.pid


def test_the_bytes_are_those_of_our_own_process(kept: Press) -> None:
    drawings = Drawings()
    drawings.add(DOT)

    there = kept.render(DRAWN, drawings=drawings)

    assert there == pdf.render(DRAWN, drawings=drawings)


def test_one_process_sets_one_paper_after_the_other_and_ours_holds_none(kept: Press) -> None:
    before, held = process_of(kept), resident()

    for _paper in range(20):
        bare(kept, SHORT)

    assert process_of(kept) == before
    assert resident() - held < 2**20


def test_a_paper_that_wants_too_much_memory_is_not_made_and_the_next_one_is(kept: Press) -> None:
    with pytest.raises(PaperNotMade, match=r"too-large|ended"):
        bare(kept, LONG)

    assert bare(kept, SHORT) == pdf.render(SHORT, stylesheets=())


def test_a_paper_that_takes_too_long_is_not_made_and_the_next_one_is(
    kept: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = time.monotonic()
    monkeypatch.setattr(kept, "seconds", 0.2)
    with pytest.raises(PaperNotMade, match="too-long"):
        bare(kept, LONG)
    monkeypatch.undo()

    assert time.monotonic() - began < 2
    assert bare(kept, SHORT) == pdf.render(SHORT, stylesheets=())


def test_a_paper_that_nobody_waits_for_any_more_reaches_no_other(kept: Press) -> None:
    with pytest.raises(TookTooLong), at_most(0.2):
        bare(kept, LONG)

    assert bare(kept, SHORT) == pdf.render(SHORT, stylesheets=())


def test_a_fault_is_named_without_a_word_of_the_paper(kept: Press) -> None:
    with pytest.raises(PaperNotMade) as caught:
        kept.render("<html><body><p>canary</p></body></html>")

    assert str(caught.value).startswith("IncompleteDocumentError (__init__.py:")


def test_a_process_that_died_in_between_is_replaced(kept: Press) -> None:
    bare(kept, SHORT)
    os.kill(process_of(kept), signal.SIGKILL)
    time.sleep(0.1)

    assert bare(kept, SHORT) == pdf.render(SHORT, stylesheets=())


def test_it_knows_no_secret_and_leaves_nothing_behind(kept: Press) -> None:
    bare(kept, SHORT)
    environment = Path(f"/proc/{process_of(kept)}/environ").read_bytes().split(b"\0")
    values = dict(line.decode().split("=", 1) for line in environment if line)
    folder = Path(values["TMPDIR"])

    kept.end()

    assert [name for name in values if name.startswith(("HIVE_", "DJANGO_"))] == []
    assert folder.name.startswith("hive-press-")
    assert not folder.exists()


def test_it_ends_with_the_process_that_asked() -> None:
    told = subprocess.run(
        [sys.executable, "-c", LEAVES_A_PRESS.format(paper=SHORT)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    process = Path(f"/proc/{int(told.stdout)}")
    end = time.monotonic() + 10

    while process.exists() and "(zombie)" not in (process / "status").read_text():
        assert time.monotonic() < end
        time.sleep(0.05)
