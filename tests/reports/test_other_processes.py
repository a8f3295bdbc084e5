"""Scorecards in processes of their own: the same bytes, nothing fetched, no memory kept."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median

import pytest
from pytest_django.plugin import DjangoDbBlocker

from assessments.enums import SubmissionState
from assessments.models import Submission
from hive.banks.roles import Role
from hive.core.answers import Answer, Selection, State
from tests import errands
from tests.elsewhere import ROOT, Json, copy_of_the_database, result_of, start
from tests.errands import AFTER, BEFORE
from tests.factories import make_bank
from tests.inked import spaceless
from tests.payloads import FETCHING
from tests.plans import make_plan
from tests.published import Published, draw_answers, published_cycle, standing

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

# Two other moments, the second a leap day, other zones, other orders of sets, other languages.
ELSEWHERE = {
    "zh-hans": {
        "TESTS_NOW": "2031-12-31T23:59:58+08:00", "TZ": "America/St_Johns",
        "PYTHONHASHSEED": "0", "LC_ALL": "C", "LANG": "C",
    },
    "en": {
        "TESTS_NOW": "2028-02-29T00:00:01+08:00", "TZ": "Pacific/Chatham",
        "PYTHONHASHSEED": "4294967295", "LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8",
    },
}  # fmt: skip
STRACE = (
    "strace", "-f", "--seccomp-bpf", "-qq", "-s", "512", "-e", "trace=network,open,openat", "-o",
)  # fmt: skip
WARM = 4
MOST_MEMORY = 400 * 2**20


@dataclass(frozen=True)
class Told:
    """What the processes said, and what one of them was seen to do; no trace, and the reason."""

    here: Json
    made: dict[str, Json]
    hostile: Json
    many: list[int]
    trace: str
    untraced: str


@pytest.fixture(scope="module")
def told(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Told:
    """Let both processes do their errands beside each other, from one copy of the rows.

    What each has to do first is not eased by what it has done before.
    """
    folder = tmp_path_factory.mktemp("elsewhere")
    untraced = why_not_watched(folder)
    watch = () if untraced else (*STRACE, str(folder / "trace"))
    with standing(django_db_blocker):
        cohort = published_cycle(kinds={"city": 12})
        plain, bad = str(cohort.submissions[3].pk), str(poisoned(cohort).pk)
        keys = [str(each.pk) for each in cohort.submissions]
        at = {"HIVE_DATABASE_URL": copy_of_the_database(folder)}
        first = {"zh-hans": ["many", *keys], "en": ["hostile", bad]}
        watched = {"zh-hans": (), "en": watch}
        processes = [
            start(
                "several", [*first[language], "then", "made", plain, language],
                watch=watched[language], TESTS_SHORT="1", **at, **other,
            )
            for language, other in ELSEWHERE.items()
        ]  # fmt: skip
        here = errands.made([plain, *ELSEWHERE])
        chinese, english = map(result_of, processes)
    trace = "" if untraced else (folder / "trace").read_text(errors="replace")
    by_language = {"zh-hans": chinese["made"], "en": english["made"]}
    return Told(here, by_language, english["hostile"], chinese["many"]["resident"], trace, untraced)


def poisoned(cohort: Published) -> Submission:
    """File a bank that writes payloads wherever it writes anything."""
    bad = iter(FETCHING)
    answers = dict(draw_answers(cohort.model, Random(5), ability=0.4, kind="city", assets=90))
    for question in cohort.model.questions.values():
        if question.na_allowed:
            answers[question.code] = Answer(State.NOT_APPLICABLE, reason=next(bad))
        free = [choice.code for choice in question.choices if choice.free_text]
        if free:
            answers[question.code] = Answer(State.ANSWERED, Selection((free[0],), next(bad)))
    bank = make_bank("hostile", next(bad), next(bad))
    submission = cohort.file(bank, answers, SubmissionState.ACCEPTED)
    make_plan(
        submission,
        cohort.person_at(submission, Role.COORDINATOR),
        owner=next(bad)[:80],
        questions=10,
    )
    return submission


def why_not_watched(folder: Path) -> str:
    """Return why processes cannot be watched here, empty if they can."""
    if shutil.which(STRACE[0]) is None:
        return "strace is not installed"
    tried = subprocess.run(
        [*STRACE, folder / "tried", "true"], capture_output=True, text=True, check=False
    )
    return tried.stderr.strip() if tried.returncode else ""


@pytest.mark.parametrize("language", ELSEWHERE)
def test_the_same_rows_give_the_same_bytes_in_another_process(told: Told, language: str) -> None:
    """Whatever the clock, the zone, the language of the machine and the order of sets."""
    here = {name: digest for name, digest in told.here.items() if name.startswith(language)}

    assert told.made[language] == here
    assert len(here) == len(set(here.values())) == 3


def test_no_text_of_a_bank_makes_a_paper_ask_for_anything(told: Told) -> None:
    card, answers = told.hostile["pages"]

    assert [payload for payload in FETCHING if spaceless(payload) not in card] == []
    assert sum(spaceless(payload) in answers for payload in FETCHING) >= 6
    assert {where(url) for url in told.hostile["asked"]} == {"css", "fonts", "img", "print"}


def where(url: str) -> str:
    """Return the folder of a static file; anything else as it is."""
    found = re.fullmatch(r"https://static\.invalid/(\w+)/[\w.-]+", url)
    return found[1] if found else url


def test_a_watched_process_opens_nothing_but_its_own(told: Told, tmp_path: Path) -> None:
    if told.untraced:
        pytest.skip(f"processes cannot be watched here: {told.untraced}")

    before, _begins, rest = told.trace.partition(BEFORE)
    during, _ends, _after = rest.rpartition(AFTER)
    opened = [path for path in OPENED.findall(during) if path not in (BEFORE, AFTER)]

    assert "HiveSans-Regular.otf" in before
    assert len(during.splitlines()) > 1
    assert [path for path in opened if not is_own(path)] == []
    assert [family for family in SOCKETS.findall(told.trace) if family != "AF_UNIX"] == []


OPENED = re.compile(r'open(?:at)?\((?:AT_FDCWD, )?"([^"]*)"')
OWN = ("/usr/share/fonts/", *(f"{ROOT / name}/" for name in ("templates", "static", "locale")))
# A module that is wanted for the first time.
CODE = (".py", ".pyc", ".so")
SOCKETS = re.compile(r"socket\((\w+)")


def is_own(path: str) -> bool:
    """Whether a file is a font or part of the product; nothing else is needed to set a paper."""
    fonts = str(Path(tempfile.gettempdir()) / "weasyprint-")
    return path.startswith((fonts, *OWN)) or path.endswith(CODE)


def test_memory_does_not_grow_with_the_scorecards_that_were_set(told: Told) -> None:
    """The last ones against those after the warm-up; a hundred may hold a tenth more than these."""
    warm, last = median(told.many[WARM : WARM + 4]), median(told.many[-4:])

    assert max(told.many) <= MOST_MEMORY
    assert last <= warm * 1.03
