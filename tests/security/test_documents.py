"""What docs/security says is there: tests, rows of ASVS, pages in both languages."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.named import ROOT, exists, named_in
from tests.security import who_sees_what

FOLDER = ROOT / "docs" / "security"
DOCUMENTS = sorted(FOLDER.glob("*.md"))
LINK = re.compile(r"\]\(([^)#:]+)\)")
STATUSES = {"test", "config", "doc", "n-a", "open"}
# How many requirements of level 1 and 2 each chapter of ASVS 5.0.0 has.
REQUIREMENTS = {
    1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 9: 7,
    10: 29, 11: 14, 12: 9, 13: 13, 14: 9, 15: 13, 16: 16, 17: 7,
}  # fmt: skip


def read_asvs() -> list[dict[str, str]]:
    with (FOLDER / "asvs.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_test_and_page_that_is_named_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    missing = [name for name in named_in(text) if not exists(name)]
    missing += [link for link in LINK.findall(text) if not (FOLDER / link).exists()]

    assert missing == []


def test_who_sees_what_is_told_from_the_matrix() -> None:
    assert who_sees_what.DOCUMENT.read_text(encoding="utf-8") == who_sees_what.table()


def test_every_requirement_has_its_row() -> None:
    rows = read_asvs()

    assert len({row["id"] for row in rows}) == len(rows) == 253
    assert Counter(row["level"] for row in rows) == {"1": 70, "2": 183}
    assert Counter(int(row["id"].split(".")[0]) for row in rows) == REQUIREMENTS
    assert rows == sorted(rows, key=lambda row: [int(part) for part in row["id"].split(".")])


def test_every_row_says_where_it_stands_and_why() -> None:
    assert [row for row in read_asvs() if not is_whole(row)] == []


def is_whole(row: dict[str, str]) -> bool:
    """Whether the row gives a reason, and as much evidence as its status asks for."""
    status, evidence = row["status"], row["evidence"]
    if status not in STATUSES or not row["why"].endswith("."):
        return False
    if status in ("n-a", "open"):
        return not evidence
    return exists(evidence) and (status == "test") is ("::" in evidence)


@pytest.mark.parametrize("name", ["privacy-notice", "questionnaire"])
def test_both_languages_have_the_same_parts_and_blanks(name: str) -> None:
    zh, en = (FOLDER / f"{name}.{language}.md" for language in ("zh", "en"))
    shapes = [
        [
            (line[:2], line.count("**") // 2 if line.startswith("**") else 0)
            for line in path.read_text(encoding="utf-8").splitlines()
            if line.startswith("#")
        ]
        for path in (zh, en)
    ]
    questions = [
        len(re.findall(r"^\*\*[^*]+[?？]\*\*", path.read_text(encoding="utf-8"), re.MULTILINE))
        for path in (zh, en)
    ]

    assert shapes[0] == shapes[1]
    assert questions[0] == questions[1]
    assert ("⟦" in zh.read_text("utf-8")) is ("⟦" in en.read_text("utf-8")) is True
