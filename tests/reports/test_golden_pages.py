"""The scorecard as it was last approved by eye, page by page; ``make golden`` draws it anew."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from PIL import Image, ImageChops
from pytest_django.plugin import DjangoDbBlocker

from assessments.models import Submission, SubmissionSnapshot
from hive.banks.roles import Role
from reports.models import CohortMember, Publication
from reports.scorecard import build
from reports.scorecard.pdf import scorecard_pdf
from tests.papers import words_of
from tests.plans import make_plan
from tests.published import published_cycle, standing

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

LANGUAGES = {"zh": "zh-hans", "en": "en"}
APPROVED = Path(__file__).parents[1] / "golden" / "pages"
SEEN = Path(__file__).parents[2] / "build" / "golden"
DPI = 100
PUBLISHED = datetime(2025, 6, 3, 1, 0, tzinfo=UTC)
# A pixel is off by more than this of 255 in a channel; so many of a page may be.
CLEARLY = 32
SHARE = 0.001
# Colours of an approved page: text and charts have few, and files stay small.
COLOURS = 128
FEW = {"city": 12}
OWNER = "Zhou Min"


@pytest.fixture(scope="module")
def papers(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, list[Path]]:
    """The pages to be looked at, by the name under which they are approved.

    Each bank is of a world of its own, with nothing in its papers that chance decides.
    """
    drawn = {}
    for prefix, make, draw in (("", at_first, pages_of), ("years-", years_later, page_of_years)):
        folder = tmp_path_factory.mktemp("pages")
        with standing(django_db_blocker):
            submission = make()
            for short, long in LANGUAGES.items():
                name = f"{prefix}{short}"
                drawn[name] = draw(pdf_of(submission, long), folder / name)
    return drawn


def at_first() -> Submission:
    """A bank that takes part for the first time."""
    return published_cycle().submissions[3]


def years_later() -> Submission:
    """A bank that has taken part before and has a plan."""
    published_cycle(kinds=FEW, year=2024, seed=3)
    cohort = published_cycle(kinds=FEW)
    submission = cohort.submissions[3]
    with time_machine.travel(PUBLISHED, tick=False):
        make_plan(submission, cohort.person_at(submission, Role.COORDINATOR), questions=3)
    return submission


def pdf_of(submission: Submission, language: str) -> bytes:
    """Set a scorecard that names no day, no hash and no code which chance decides."""
    SubmissionSnapshot.objects.filter(submission=submission).update(sha256="0123456789abcdef" * 4)
    Publication.objects.update(released_at=PUBLISHED)
    CohortMember.objects.filter(submission=submission).update(verification_code="ab12" * 8)
    return scorecard_pdf(build(submission, language=language))


def pages_of(pdf: bytes, stem: Path, *only: str) -> list[Path]:
    """Draw every page, and do not take the time to pack it."""
    subprocess.run(
        ["pdftoppm", "-r", str(DPI), *only, "-", str(stem)],
        input=pdf, check=True, timeout=60,
    )  # fmt: skip
    return sorted(stem.parent.glob(f"{stem.name}-*.ppm"))


def approved_as(page: Path) -> str:
    """The name under which a page is approved."""
    return page.with_suffix(".png").name


def page_of_years(pdf: bytes, stem: Path) -> list[Path]:
    """Draw the page of years and plan."""
    number = str(1 + next(n for n, said in enumerate(words_of(pdf)) if OWNER in said))
    return pages_of(pdf, stem, "-f", number, "-l", number)


@pytest.mark.parametrize(
    "name", [f"{what}{short}" for what in ("", "years-") for short in LANGUAGES]
)
def test_every_page_looks_as_it_was_approved(papers: dict[str, list[Path]], name: str) -> None:
    compare(papers[name], name)


def compare(pages: list[Path], name: str) -> None:
    """Fail where pages differ from the approved ones, and keep what they look like now."""
    if os.environ.get("HIVE_APPROVE_PAGES"):
        approve(pages, name)
    approved = sorted(APPROVED.glob(f"{name}-*.png"))

    assert [approved_as(page) for page in pages] == [path.name for path in approved]
    strayed = {
        page.name: round(share, 5)
        for page, golden in zip(pages, approved, strict=True)
        if (share := share_off(Image.open(page), Image.open(golden))) > SHARE
    }
    for strayed_name in strayed:
        SEEN.mkdir(parents=True, exist_ok=True)
        page = pages[0].parent / strayed_name
        Image.open(page).save(SEEN / approved_as(page))
    assert strayed == {}, f"as drawn now: {SEEN}; when that is right: make golden"


def test_a_changed_figure_is_seen(papers: dict[str, list[Path]]) -> None:
    page = Image.open(papers["en"][0]).convert("RGB")
    changed = page.copy()
    changed.paste((0, 0, 0), (100, 200, 140, 230))

    assert share_off(changed, page) > SHARE
    assert share_off(page, page) == 0


def approve(pages: list[Path], name: str) -> None:
    """Keep pages as those to compare with."""
    for old in APPROVED.glob(f"{name}-*.png"):
        old.unlink()
    for page in pages:
        few = Image.open(page).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(APPROVED / approved_as(page), optimize=True)


def share_off(one: Image.Image, other: Image.Image) -> float:
    """Return the share of pixels that differ clearly in a channel."""
    if one.size != other.size:
        return 1.0
    apart = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    strongest = ImageChops.lighter(ImageChops.lighter(*apart.split()[:2]), apart.split()[2])
    return sum(strongest.histogram()[CLEARLY + 1 :]) / (one.width * one.height)
