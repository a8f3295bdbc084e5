"""Exports: signed, checked here and outside, telling no values."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from hive.audit import archive, exports
from hive.audit.keys import public_pem
from hive.audit.links import links_between
from hive.audit.log import record
from hive.audit.models import AuditSeal, Event
from hive.audit.workflow import export_chosen, export_due, seal_due
from hive.banks.models import Bank
from hive.banks.roles import Role
from tests.factories import make_user
from tests.tampering import sql, verified, write_events

pytestmark = pytest.mark.django_db


@pytest.fixture
def exported(outside: Path) -> Path:
    """The export of a night with six events."""
    record("change_bank", Bank(), by=None, changed="canary-of-values")
    write_events(5)
    seal_due(timezone.now())
    export_due(timezone.now())
    return archive.exports()[-1].path


def lines_of(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def rewritten(path: Path, lines: list[dict]) -> None:
    path.write_bytes(b"".join(json.dumps(line).encode() + b"\n" for line in lines))


def test_an_export_verifies_and_holds_every_event_without_its_values(exported):
    first, *events, last = lines_of(exported)

    assert verified("--file", str(exported)) == (
        True,
        ["Nothing was changed, deleted, inserted or moved."],
    )
    assert [line["number"] for line in events] == [1, 2, 3, 4, 5, 6]
    assert events[0]["event"]["verb"] == "change_bank"
    assert first["after"] == {"number": 0, "mac": ""}
    assert set(last) == {"public_key", "sha256", "signature"}
    assert "canary-of-values" not in exported.read_text()


def test_the_same_value_is_not_told_by_its_hash(exported):
    """A keyed hash that differs by event: nobody can guess a value and compare."""
    for _each in range(2):
        record("change_bank", Bank(), by=None, changed="canary-of-values")
    seal_due(timezone.now())

    hashes = {exports.line_of(link)["event"]["detail"] for link in links_between(0, 99)}

    assert len(hashes) == AuditSeal.objects.count()


@pytest.mark.parametrize("kind", ["edit", "drop", "swap", "truncate"])
def test_a_changed_export_is_found(exported, kind):
    lines = lines_of(exported)
    match kind:
        case "edit":
            lines[3]["event"]["verb"] = "invented"
        case "drop":
            del lines[3]
        case "swap":
            lines[3], lines[4] = lines[4], lines[3]
        case "truncate":
            del lines[4:-1]
    rewritten(exported, lines)

    is_well, findings = verified("--file", str(exported))

    assert not is_well
    assert findings[0] == "the signature does not fit: the file was changed"


def test_a_changed_line_is_told_by_its_event(exported):
    lines = lines_of(exported)
    lines[3]["event"]["verb"] = "invented"
    rewritten(exported, lines)

    assert verified("--file", str(exported))[1][1:] == [
        f"event {lines[3]['event']['id']}, seal 3: changed after it was sealed"
    ]


@pytest.mark.parametrize(
    "content", [b"", b"x", b"{}\n{}\n", b"[]\n[]\n", b'{"format":"other"}\n\n']
)
def test_what_is_no_export_is_refused(tmp_path, content):
    path = tmp_path / "x.jsonl"
    path.write_bytes(content)

    assert verified("--file", str(path))[0] is False


def test_an_export_under_another_key_is_not_ours(exported, settings):
    settings.HIVE_AUDIT_KEY = "another key"

    assert verified("--file", str(exported))[1][0].startswith("the signature does not fit")


def test_somebody_without_the_key_checks_with_the_public_key(exported, settings, tmp_path):
    pem = tmp_path / "audit.pem"
    pem.write_text(public_pem())
    settings.HIVE_AUDIT_KEY = "another installation"

    as_it_was = verified("--file", str(exported), "--public-key", str(pem))
    lines = lines_of(exported)
    del lines[3]
    rewritten(exported, lines)
    changed = verified("--file", str(exported), "--public-key", str(pem))

    assert as_it_was == (True, ["Nothing was changed, deleted, inserted or moved."])
    assert changed == (
        False,
        ["the signature does not fit: the file was changed", "seal 3: missing, with its seal"],
    )


def test_an_export_verifies_outside_with_nothing_of_ours(exported, tmp_path):
    """The commands of docs/audit.md, word for word."""
    text = (Path(__file__).parents[3] / "docs" / "audit.md").read_text()
    (script,) = [part.partition("```")[0] for part in text.split("```sh outside\n")[1:]]
    shutil.copy(exported, tmp_path / "audit.jsonl")
    (tmp_path / "audit.pem").write_text(public_pem())

    def check() -> tuple[int, str]:
        done = subprocess.run(
            ["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout.strip()

    genuine = check()
    file = tmp_path / "audit.jsonl"
    file.write_bytes(file.read_bytes().replace(b"make_bank", b"made_bank", 1))

    assert genuine == (0, "Signature Verified Successfully")
    assert check()[0] != 0


def test_every_night_goes_on_where_the_last_one_ended(exported):
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        write_events(2)
        seal_due(timezone.now())
        counts = export_due(timezone.now()), export_due(timezone.now())

    first, second = archive.exports()
    assert counts == (3, 0)
    assert (second.first, second.last) == (first.last + 1, 9)
    assert verified("--file", str(second.path))[0]
    assert Event.objects.filter(verb="audit.exported").count() == 2


def test_a_night_is_exported_once(exported):
    write_events(1)
    seal_due(timezone.now())

    assert export_due(timezone.now()) == 0


def test_an_export_that_was_changed_is_no_head_to_compare_with(exported):
    lines = lines_of(exported)
    lines[-2]["mac"] = "0" * 64
    rewritten(exported, lines)

    assert verified() == (False, [f"{exported.name}: its last seal was not made with our key"])


def test_a_choice_is_checked_event_by_event(tmp_path):
    auditor = make_user("auditor@a.example", Role.AUDITOR)
    write_events(6)
    seal_due(timezone.now())
    chosen = Event.objects.filter(seal__number__in=[2, 5]).select_related("seal")

    file = export_chosen(
        chosen.order_by("seal__number"), chosen={"verb": "x"}, made_at=timezone.now(), by=auditor
    )

    path = tmp_path / "chosen.jsonl"
    with file:
        path.write_bytes(file.read())
    noted = Event.objects.get(verb="audit.downloaded")
    assert verified("--file", str(path))[0]
    assert (noted.actor, noted.detail["events"], noted.detail["chosen"]) == (
        auditor.pk, 2, {"verb": "x"},
    )  # fmt: skip


def test_an_event_that_was_gone_by_the_night_is_missed_in_the_export(tmp_path):
    events = write_events(4)
    seal_due(timezone.now())
    sql("DELETE FROM audit_event WHERE id = %s", events[1].pk)

    export_due(timezone.now())

    path = archive.exports()[-1].path
    assert verified("--file", str(path)) == (False, ["seal 2: deleted, its seal still stands"])


def test_the_public_key_is_shown_to_whoever_runs_the_server(capsys):
    call_command("hive_verify", "--show-public-key")

    assert capsys.readouterr().out == public_pem()


def test_files_outside_are_for_their_owner_alone(exported):
    assert exported.stat().st_mode & 0o077 == 0
