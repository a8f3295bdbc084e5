"""What other processes do with the rows of a test; each errand says what came of it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

from assessments.models import Submission
from assessments.printing.filled import filled
from assessments.printing.parts import Extent
from assessments.printing.pdf import questionnaire_pdf
from assessments.queries import signed_snapshot
from hive.catalogue.queries import model_of
from hive.documents import pdf
from reports.covering.page import CoveragePage
from reports.covering.workbook import coverage_workbook
from reports.queries import results_of
from reports.scorecard import Scorecard, build
from reports.scorecard.pdf import scorecard_pdf
from reports.scorecard.workbook import scorecard_workbook
from tests import inked
from tests.elsewhere import Json
from tests.payloads import FETCHING

# The file that a watched process looks for, in vain, before and after what is to be watched.
BEFORE, AFTER = "/watch-begins-here", "/watch-ends-here"
PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")


def made(keys: Sequence[str]) -> Json:
    """Make the files of one result in some languages, and say what the bytes are."""
    key, *languages = keys
    submission = Submission.objects.get(pk=key)
    files: dict[str, bytes] = {}
    for language in languages:
        card = build(submission, language=language)
        files |= {
            f"{language} scorecard": scorecard_pdf(card),
            f"{language} workbook": scorecard_workbook(card),
            f"{language} coverage": coverage_workbook(
                CoveragePage.of(results_of(submission), language)
            ),
        }
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def hostile(keys: Sequence[str]) -> Json:
    """Set papers full of payloads, and say what was asked for and how much is in them."""
    asked = _listened_to()
    submission = Submission.objects.get(pk=keys[0])
    card = build(submission, language="en")
    scorecard_pdf(card, is_one_page=True)
    model, snapshot = model_of(submission.cycle.edition), signed_snapshot(submission)
    paper = filled(
        submission, Extent(model.dimensions, with_further=True), language="en", snapshot=snapshot
    )
    bad = _poisoned(card)
    _look_for(BEFORE)
    papers = [scorecard_pdf(bad), questionnaire_pdf(paper)]
    _look_for(AFTER)
    return {"asked": asked, "pages": [_text(each) for each in papers]}


def many(keys: Sequence[str]) -> Json:
    """Set one scorecard after the other, and say how much memory the process holds after each."""
    held = []
    for key, language in zip(keys, cycle(("zh-hans", "en"))):
        card = build(Submission.objects.get(pk=key), language=language)
        scorecard_pdf(card, is_one_page=os.environ.get("TESTS_SHORT") == "1")
        held.append(resident())
    return {"resident": held}


def several(words: Sequence[str]) -> Json:
    """Do one errand and "then" another in the same process; say by name what came of each."""
    errands = [errand.split() for errand in " ".join(words).split(" then ")]
    known = {"made": made, "hostile": hostile, "many": many}
    return {name: known[name](own) for name, *own in errands}


def _listened_to() -> list[str]:
    """Write down every address that a document asks for."""
    asked: list[str] = []
    make = pdf.make_fetcher

    def make_listening() -> Any:
        fetcher = make()
        fetch = fetcher.fetch

        def listening(url: str, headers: Any = None) -> Any:
            asked.append(url)
            return fetch(url, headers)

        fetcher.fetch = listening
        return fetcher

    pdf.make_fetcher = make_listening
    return asked


def _poisoned(card: Scorecard) -> Scorecard:
    """Put a payload wherever the bank's own words stand."""
    bad = cycle(FETCHING)
    sheets = tuple(
        replace(
            sheet,
            indicators=tuple(
                replace(block, rows=tuple(replace(row, now=next(bad)) for row in block.rows))
                for block in sheet.indicators
            ),
        )
        for sheet in card.sheets
    )
    plan = tuple(replace(row, owner=next(bad)) for row in card.plan)
    identity = replace(card.identity, bank=next(bad), bank_note=next(bad))
    return replace(card, sheets=sheets, plan=plan, identity=identity)


def _text(content: bytes) -> str:

    return "".join(x.sign for page in inked.read(content).pages for x in page.letters)


def _look_for(path: str) -> None:
    try:
        Path(path).open().close()
    except FileNotFoundError:
        return


def resident() -> int:
    """Return the bytes of memory that this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_SIZE
