"""The two commands: publish a cycle, write its scorecards."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.plugin import DjangoDbBlocker

from assessments.enums import CycleState
from assessments.models import Cycle
from hive.banks.roles import Role
from tests.factories import make_user
from tests.published import Filed, closed_cycle, standing

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def filed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Filed]:
    """A closed cycle."""
    with standing(django_db_blocker):
        yield closed_cycle(kinds={"city": 22})


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_publish_cycle_prepares_and_says_what(filed: Filed) -> None:
    said = run("publish_cycle", "2025", "--by", filed.preparer.email).splitlines()

    assert said[0].startswith("Prepared 2025 r1: 22 banks, ")
    assert said[1] == "  all: 22 banks, 25 figures, 0 withheld - All participating banks"


def test_publish_cycle_releases_by_another_lead_analyst(filed: Filed) -> None:
    run("publish_cycle", "2025", "--by", filed.preparer.email)

    said = run("publish_cycle", "2025", "--release", "--by", filed.releaser.email.upper())

    assert said == "Released 2025 r1.\n"
    assert Cycle.objects.get().state == CycleState.PUBLISHED


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["1999", "--by", "lead-2025@alliance.example"], "There is no cycle 1999."),
        (["2025", "--by", "nobody@alliance.example"], "no active account nobody@"),
        (["2025", "--by", "clerk@alliance.example"], "Your role does not let you do this."),
        (["2025", "--release", "--by", "lead-2025@alliance.example"], "No publication has been"),
    ],
)
def test_publish_cycle_refuses_in_one_line(filed: Filed, words: list[str], reason: str) -> None:
    make_user("clerk@alliance.example", Role.ANALYST)

    with pytest.raises(CommandError, match=reason) as refusal:
        run("publish_cycle", *words)

    assert refusal.value.returncode == 2


def test_publish_cycle_wants_two_people(filed: Filed) -> None:
    run("publish_cycle", "2025", "--by", filed.preparer.email)

    with pytest.raises(CommandError, match="another lead analyst has to release"):
        run("publish_cycle", "2025", "--release", "--by", filed.preparer.email)


@pytest.mark.one_database
def test_scorecards_writes_both_languages(filed: Filed, tmp_path: Path) -> None:
    folder = tmp_path / "new"

    said = run("scorecards", "2025", "--bank", "city-01", "--out", str(folder))

    names = ["scorecard-2025-city-01-zh.pdf", "scorecard-2025-city-01-en.pdf"]
    assert said.splitlines() == [
        f"{number}/2 {folder / name}" for number, name in enumerate(names, start=1)
    ]
    assert all((folder / name).read_bytes().startswith(b"%PDF") for name in names)


def test_scorecards_writes_one_language(filed: Filed, tmp_path: Path) -> None:
    run("scorecards", "2025", "--bank", "city-01", "--language", "en", "--out", str(tmp_path))

    assert [path.name for path in tmp_path.iterdir()] == ["scorecard-2025-city-01-en.pdf"]


@pytest.mark.parametrize("words", [["1999"], ["2025", "--bank", "nobody"]])
def test_scorecards_without_results_says_so(filed: Filed, tmp_path: Path, words: list[str]) -> None:
    with pytest.raises(CommandError, match="There are no results") as refusal:
        run("scorecards", *words, "--out", str(tmp_path))

    assert refusal.value.returncode == 2


def test_scorecards_into_a_file_says_so(filed: Filed, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")

    with pytest.raises(CommandError, match="Cannot write to"):
        run("scorecards", "2025", "--bank", "city-01", "--out", str(blocked))
