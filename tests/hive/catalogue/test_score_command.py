"""``manage.py score``: the tree on stdout, or one line for each fault and exit status 2."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from hive.catalogue.workflow import load
from hive.core.model import Kind
from tests.editions import REAL, real_edition, real_model

ROOT = Path(__file__).parents[3]


def all_middle() -> dict[str, Any]:
    raw: dict[str, Any] = {}
    for question in real_model().scored:
        match question.kind:
            case Kind.LEVEL:
                raw[question.code] = 3
            case Kind.YESNO:
                raw[question.code] = False
            case Kind.NUMBER:
                raw[question.code] = float(question.score_bands[2].floor)
            case _:
                points = int(question.score_bands[2].floor)
                raw[question.code] = [choice.code for choice in question.choices[:points]]
    return raw


def run(tmp_path: Path, content: str | dict[str, Any], edition: str = str(REAL)) -> Any:
    file = tmp_path / "answers.json"
    text = content if isinstance(content, str) else json.dumps(content)
    file.write_text(text, encoding="utf-8")
    return call_command("score", edition, str(file))


def refusal(tmp_path: Path, content: str | dict[str, Any]) -> list[str]:
    with pytest.raises(CommandError) as refused:
        run(tmp_path, content)
    assert refused.value.returncode == 2
    return str(refused.value).splitlines()


def test_score_prints_the_tree_root_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(tmp_path, all_middle())

    tree = json.loads(capsys.readouterr().out)
    assert list(tree) == ["code", "score", "weight", "band", "reason", "parts"]
    assert (tree["code"], tree["score"], tree["band"]) == ("total", "46.388888888889", 3)
    assert tree["parts"][0]["parts"][0] == {
        "code": "S1", "score": "50", "weight": 40, "band": 3, "reason": None,
        "parts": [
            {"code": code, "score": "50", "weight": 1, "band": None, "reason": None, "parts": []}
            for code in ("S1-Q1", "S1-Q2", "S1-Q3")
        ],
    }  # fmt: skip


def test_score_of_a_missing_code_is_null_with_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = all_middle()
    del answers["E3-Q3"]

    run(tmp_path, answers)

    tree = json.loads(capsys.readouterr().out)
    assert (tree["score"], tree["band"], tree["reason"]) == (None, None, "unanswered")


def test_score_leaves_unscored_and_profile_answers_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    extra = {"P4": "flat", "P1": {"options": ["other"], "other": "cost"}, "bank_type": "city"}
    extra |= {"total_assets": 1200.50, "listed": True, "P5": "dk"}

    run(tmp_path, all_middle() | extra)

    assert '"P4"' not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("code", "value", "line"),
    [
        ("X1-Q1", 3, "X1-Q1: no such question"),
        ("S1-Q1", 6, "S1-Q1: has no choice 6"),
        ("S1-Q1", 0, "S1-Q1: has no choice 0"),
        ("S1-Q1", "3", "S1-Q1: must be a level as an integer"),
        ("S1-Q1", True, "S1-Q1: must be a level as an integer"),
        ("S1-Q1", 3.5, "S1-Q1: must be a level as an integer"),
        ("S1-Q1", None, "S1-Q1: must be a level as an integer, not null"),
        ("S1-Q1", "n/a", "S1-Q1: cannot be answered with not applicable"),
        ("S2-Q2", -0.1, "S2-Q2: must be at least 0"),
        ("S2-Q2", 100.1, "S2-Q2: must be at most 100"),
        ("S2-Q2", 50.25, "S2-Q2: takes at most 1 decimals"),
        ("S2-Q2", float("nan"), "S2-Q2: must be a finite number"),
        ("S2-Q2", float("inf"), "S2-Q2: must be a finite number"),
        ("S2-Q2", "50", "S2-Q2: must be a number"),
        ("S2-Q2", False, "S2-Q2: must be a number"),
        ("T3-Q3", "yes", "T3-Q3: must be true or false"),
        ("T3-Q3", 1, "T3-Q3: must be true or false"),
        ("O1-Q2", ["none", "cio"], "O1-Q2: the option none cannot be combined"),
        ("O1-Q2", ["cio", "cio"], "O1-Q2: names the option cio twice"),
        ("O1-Q2", ["boss"], "O1-Q2: has no choice boss"),
        ("O1-Q2", [], "O1-Q2: needs at least one option"),
        ("O1-Q2", "cio", "O1-Q2: must be a list of option codes"),
        ("O1-Q2", [["cio"]], "O1-Q2: must be a list of option codes"),
        ("P1", ["talent", "money", "silo", "data"], "P1: takes at most 3 options"),
        ("P1", {"options": ["talent"], "other": "x"}, "P1: has a text for another option"),
        ("bank_type", "dk", "bank_type: cannot be answered with don't know"),
    ],
)
def test_a_value_that_is_no_answer_is_named_in_one_line(
    tmp_path: Path, code: str, value: Any, line: str
) -> None:
    lines = refusal(tmp_path, all_middle() | {code: value})

    assert len(lines) == 1
    assert lines[0].startswith(line)


def test_every_faulty_answer_has_its_line(tmp_path: Path) -> None:
    lines = refusal(tmp_path, all_middle() | {"S1-Q1": 9, "O1-Q2": [], "Z": 1})

    assert [line.partition(":")[0] for line in lines] == ["S1-Q1", "O1-Q2", "Z"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"S1-Q1": 3, "S1-Q1": 4}', "S1-Q1: is given twice"),
        ("[1, 2]", "the answers must be one JSON object"),
        ('{"S1-Q1": 3', "the answers are not valid JSON"),
        ("[" * 100_000, "the answers are not valid JSON"),
        ('{"evil\\ncode": 1}', "evil\\ncode: no such question"),
    ],
)
def test_a_file_that_is_no_object_of_answers_is_refused(
    tmp_path: Path, text: str, line: str
) -> None:
    lines = refusal(tmp_path, text)

    assert len(lines) == 1
    assert lines[0].startswith(line)


def test_trailing_zeros_do_not_count_as_decimals(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = json.dumps(all_middle() | {"S2-Q2": 61.5}).replace("61.5", "61.5000")

    run(tmp_path, text)

    assert json.loads(capsys.readouterr().out)["score"] is not None


@pytest.mark.django_db
def test_score_finds_a_loaded_edition_by_its_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load(real_edition())

    run(tmp_path, all_middle(), edition="2022.1")

    assert json.loads(capsys.readouterr().out)["score"] == "46.388888888889"


def test_a_file_is_scored_without_a_database(tmp_path: Path) -> None:
    (tmp_path / "answers.json").write_text(json.dumps(all_middle()))
    (tmp_path / "faulty.yaml").write_text("model: {}\n")
    environment = os.environ | {"HIVE_DATABASE_URL": f"sqlite:///{tmp_path}/none/none.sqlite3"}

    runs = [
        subprocess.run(
            [sys.executable, "manage.py", "score", edition, str(tmp_path / "answers.json")],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
        )
        for edition in (str(REAL), str(tmp_path / "faulty.yaml"))
    ]  # fmt: skip

    good, bad = runs
    assert (good.returncode, good.stderr) == (0, "")
    assert json.loads(good.stdout)["score"] == "46.388888888889"
    assert (bad.returncode, bad.stdout) == (2, "")
    assert "edition.scoring: is missing" in bad.stderr
    assert "Traceback" not in bad.stderr
