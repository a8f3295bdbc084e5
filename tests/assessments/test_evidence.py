"""Evidence is added, described, removed and taken over by verbs; states, people and room decide."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from assessments import workflow
from assessments.attached import items_of, signed_items
from assessments.enums import CycleState, EvidenceKind, SubmissionState
from assessments.models import Cycle, Evidence, Submission
from assessments.queries import signed_snapshot
from assessments.workflow import Incomplete, NoRoom, NotAllowed
from hive.audit.models import Event
from hive.banks.models import User
from hive.banks.roles import Role
from tests import evidence, files
from tests.factories import make_bank, make_user
from tests.hive.documents.test_shelf import a_full_disk
from tests.submissions import World, answer_all, bring_to, open_cycle

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def world(world: World) -> Iterator[World]:
    with translation.override("en"):
        yield world


def titles(submission: Submission) -> list[str]:
    return [item.title for item in items_of(submission)]


def test_a_file_is_kept_under_a_name_that_says_nothing(world: World, folder: Path) -> None:
    item = evidence.add_file(
        world.submission, world.coordinator, title="战略规划", codes={"S1-Q1", "S1-Q2"}
    )

    (found,) = items_of(world.submission)
    assert (found.title, found.codes) == ("战略规划", ("S1-Q1", "S1-Q2"))
    assert [str(p.relative_to(folder)) for p in files.stored_files(folder)] == [
        item.stored_name, f"{item.stored_name}-1.png",
    ]  # fmt: skip
    assert Path(default_storage.path(item.stored_name)).read_bytes() == files.pdf()


def test_adding_is_on_record_without_the_title(world: World) -> None:
    evidence.add_file(world.submission, world.coordinator, title="secret-title")

    event = Event.objects.get(verb="evidence.added")
    assert event.detail["questions"] == ["S1-Q1"]
    assert "secret-title" not in str(vars(event))


@pytest.mark.parametrize("codes", [set(), {"no-such"}, {"S1-Q1", "no-such"}])
def test_evidence_stands_behind_questions_of_the_edition(world: World, codes: set[str]) -> None:
    with pytest.raises(Incomplete):
        evidence.add_statement(world.submission, world.coordinator, codes=codes)


def test_facts_of_the_profile_take_no_evidence(world: World) -> None:
    fact = world.cycle.edition.questions.filter(scope="profile").first()

    with pytest.raises(Incomplete, match="scored"):
        evidence.add_statement(world.submission, world.coordinator, codes={fact.code})


VERBS = {
    "add a file": lambda s, by, item: evidence.add_file(s, by),
    "add a statement": lambda s, by, item: evidence.add_statement(s, by),
    "describe": lambda s, by, item: workflow.describe_evidence(
        item, title="New", questions={"S1-Q2"}, by=by
    ),
    "remove": lambda s, by, item: workflow.remove_evidence(item, by=by),
    "take over": lambda s, by, item: workflow.take_over(s, items_of(s)[:1], by=by),
}


def people_of(world: World) -> dict[str, User]:
    return {role.value: world.person(role) for role in Role}


def outcome(world: World, verb: str, by: User) -> str:
    """Try a verb on a fresh item and undo it; says what became of it and that it was recorded."""
    item = Evidence.objects.get()
    events = Event.objects.count()
    with transaction.atomic():
        try:
            with transaction.atomic():
                VERBS[verb](world.submission, by, item)
        except workflow.WorkflowError as refusal:
            assert Event.objects.count() == events
            return type(refusal).__name__
        finally:
            recorded = Event.objects.count() - events
            transaction.set_rollback(True)
    return f"{recorded} recorded"


def test_only_an_open_submission_changes(world: World) -> None:
    evidence.add_statement(world.submission, world.coordinator)
    due = timezone.now() + timedelta(days=1)
    found = {}
    for state in SubmissionState.values:
        Submission.objects.update(state=state, due_at=due)
        found |= {(state, verb): outcome(world, verb, world.coordinator) for verb in VERBS}

    assert found == {
        (state, verb): "1 recorded" if state in ("draft", "returned") else "Locked"
        for state in SubmissionState.values
        for verb in VERBS
    }


def test_after_the_deadline_nothing_changes(world: World) -> None:
    evidence.add_statement(world.submission, world.coordinator)
    Cycle.objects.update(opens_at=timezone.now() - timedelta(days=9), closes_at=timezone.now())

    assert {outcome(world, verb, world.coordinator) for verb in VERBS} == {"Locked"}


def test_only_those_who_fill_in_change_evidence(world: World) -> None:
    evidence.add_statement(world.submission, world.coordinator)

    people = people_of(world)

    found = {(role, verb): outcome(world, verb, people[role]) for role in Role for verb in VERBS}

    assert found == {
        (role, verb): "1 recorded" if role is Role.COORDINATOR else "NotAllowed"
        for role in Role
        for verb in VERBS
    }


def test_another_banks_coordinator_is_refused(world: World) -> None:
    stranger = make_user("c@other.example", Role.COORDINATOR, bank=make_bank("other"))

    with pytest.raises(NotAllowed):
        evidence.add_statement(world.submission, stranger)


def test_a_contributor_adds_to_own_sections_only(world: World) -> None:
    dimensions = {d.code: d for d in world.cycle.edition.dimensions.all()}
    workflow.assign(world.submission, dimensions["S"], world.contributor, by=world.coordinator)
    other = next(c for c in dimensions["T"].indicators.values_list("questions__code", flat=True))

    evidence.add_statement(world.submission, world.contributor)
    shared = evidence.add_statement(world.submission, world.coordinator, codes={"S1-Q1", other})

    with pytest.raises(NotAllowed):
        evidence.add_statement(world.submission, world.contributor, codes={other})
    with pytest.raises(NotAllowed):
        workflow.remove_evidence(shared, by=world.contributor)


def test_describing_replaces_title_and_questions(world: World) -> None:
    item = evidence.add_statement(world.submission, world.coordinator)

    workflow.describe_evidence(
        item, title="Better", questions={"S1-Q2", "S2-Q1"}, by=world.coordinator
    )

    (found,) = items_of(world.submission)
    assert (found.title, found.codes) == ("Better", ("S1-Q2", "S2-Q1"))


def test_a_removed_item_leaves_a_tombstone_and_its_file(world: World, folder: Path) -> None:
    item = evidence.add_file(world.submission, world.coordinator)

    workflow.remove_evidence(item, by=world.coordinator)

    item.refresh_from_db()
    assert items_of(world.submission) == ()
    assert (item.removed_by, item.purged_at) == (world.coordinator, None)
    assert len(files.stored_files(folder)) == 2
    with pytest.raises(Incomplete, match="removed meanwhile"):
        workflow.remove_evidence(item, by=world.coordinator)


def test_the_clock_clears_a_removed_file_once_the_cycle_is_published(
    world: World, folder: Path, django_capture_on_commit_callbacks
) -> None:
    item = evidence.add_file(world.submission, world.coordinator)
    workflow.remove_evidence(item, by=world.coordinator)
    now = timezone.now()

    assert workflow.clear_away(now) == 0
    Cycle.objects.update(state=CycleState.PUBLISHED)
    with django_capture_on_commit_callbacks(execute=True):
        assert workflow.clear_away(now) == 1
    assert workflow.clear_away(now) == 0

    item.refresh_from_db()
    assert item.purged_at == now
    assert files.stored_files(folder) == []


def test_each_tick_clears_away(world: World, folder: Path) -> None:
    workflow.remove_evidence(
        evidence.add_statement(world.submission, world.coordinator), by=world.coordinator
    )
    Cycle.objects.update(state=CycleState.PUBLISHED)
    said = StringIO()

    call_command("tick", stdout=said)

    assert "clear_away: 1" in said.getvalue().splitlines()


def test_what_was_signed_keeps_its_file(world: World, folder: Path) -> None:
    item = evidence.add_file(world.submission, world.coordinator)
    bring_to(world, "returned")
    workflow.remove_evidence(item, by=world.coordinator)
    Cycle.objects.update(state=CycleState.PUBLISHED)

    cleared = workflow.clear_away(timezone.now())

    assert cleared == 0
    assert len(files.stored_files(folder)) == 2


def test_the_clock_sweeps_files_without_a_row(world: World, folder: Path) -> None:
    kept = evidence.add_file(world.submission, world.coordinator)
    evidence.shelf.put(files.on_disk(b"orphan"))

    workflow.clear_away(timezone.now())
    before = len(files.stored_files(folder))
    workflow.clear_away(timezone.now() + timedelta(hours=25))

    names = [str(path.relative_to(folder)) for path in files.stored_files(folder)]
    assert before == 3
    assert names == [kept.stored_name, f"{kept.stored_name}-1.png"]


def test_the_signed_set_is_part_of_what_was_signed(world: World) -> None:
    evidence.add_file(world.submission, world.coordinator, title="Plan")
    gone = evidence.add_statement(world.submission, world.coordinator, title="Gone")
    workflow.remove_evidence(gone, by=world.coordinator)
    bring_to(world, "returned")
    (item,) = items_of(world.submission)
    workflow.describe_evidence(item.row, title="Renamed", questions={"S2-Q1"}, by=world.coordinator)

    snapshot = signed_snapshot(world.submission)

    assert json.loads(snapshot.content)["evidence"] == [
        {
            "id": str(item.id),
            "kind": "file",
            "questions": ["S1-Q1"],
            "sha256": item.row.sha256,
            "title": "Plan",
        }
    ]
    assert [(i.title, i.codes) for i in signed_items(snapshot)] == [("Plan", ("S1-Q1",))]


def test_who_attached_nothing_signs_what_it_always_signed(world: World) -> None:
    bring_to(world, "submitted")

    content = json.loads(signed_snapshot(world.submission).content)

    assert content.keys() == {
        "answers", "bank", "edition", "edition_digest", "findings", "reference_date", "year",
    }  # fmt: skip


def test_evidence_changes_the_hash(world: World) -> None:
    answer_all(world)
    workflow.request_signoff(world.submission, by=world.coordinator)
    first = workflow.sign(world.submission, by=world.approver)
    workflow.reopen(
        world.submission, by=world.lead, reason="x", due_at=timezone.now() + timedelta(days=1)
    )
    evidence.add_statement(world.submission, world.coordinator)
    workflow.request_signoff(world.submission, by=world.coordinator)
    second = workflow.sign(world.submission, by=world.approver)

    assert first.sha256 != second.sha256
    assert signed_items(first) == ()


def test_all_files_together_have_a_limit(world: World, settings, folder: Path) -> None:
    settings.HIVE_EVIDENCE_TOTAL_BYTES = 2 * len(files.pdf()) + 10
    first = evidence.add_file(world.submission, world.coordinator)
    evidence.add_file(world.submission, world.coordinator)

    with pytest.raises(NoRoom):
        evidence.add_file(world.submission, world.coordinator)
    assert len(files.stored_files(folder)) == 4

    workflow.remove_evidence(first, by=world.coordinator)
    evidence.add_file(world.submission, world.coordinator)


def test_a_full_disk_leaves_no_row_and_says_so(world: World, folder: Path) -> None:
    content = files.pdf(*["x"] * 30)
    with (
        evidence.taken(content) as file,
        a_full_disk(),
        pytest.raises(NoRoom, match="server has no room"),
    ):
        workflow.add_file(
            world.submission, file, title="x", questions={"S1-Q1"}, by=world.coordinator
        )

    assert len(content) > 1000
    assert Evidence.objects.count() == 0
    assert files.stored_files(folder) == []


def test_a_row_that_is_refused_leaves_no_file(world: World, folder: Path) -> None:
    with pytest.raises(Exception, match="200"):
        evidence.add_file(world.submission, world.coordinator, title="x" * 201)

    assert files.stored_files(folder) == []


def earlier(world: World) -> Submission:
    """Last year's signed submission of the same bank on the same edition."""
    this_year = world.cycle
    last = open_cycle(world.cycle.edition, world.lead, year=this_year.year - 1)
    world.submission, world.cycle = Submission.objects.get(cycle=last, bank=world.bank), last
    evidence.add_file(world.submission, world.coordinator, title="Plan", codes={"S1-Q1", "S1-Q2"})
    bring_to(world, "submitted")
    before = world.submission
    world.submission = Submission.objects.get(cycle=this_year, bank=world.bank)
    return before


def test_taken_over_evidence_shares_the_stored_file(world: World, folder: Path) -> None:
    items = items_of(earlier(world))

    (new,) = workflow.take_over(world.submission, items, by=world.coordinator)

    old = items[0].row
    assert (new.pk != old.pk, new.stored_name, new.sha256) == (True, old.stored_name, old.sha256)
    assert [i.codes for i in items_of(world.submission)] == [("S1-Q1", "S1-Q2")]
    assert len(files.stored_files(folder)) == 2


def test_a_shared_file_stays_as_long_as_one_needs_it(
    world: World, folder: Path, django_capture_on_commit_callbacks
) -> None:
    (new,) = workflow.take_over(world.submission, items_of(earlier(world)), by=world.coordinator)
    workflow.remove_evidence(new, by=world.coordinator)
    Cycle.objects.update(state=CycleState.PUBLISHED)

    with django_capture_on_commit_callbacks(execute=True):
        assert workflow.clear_away(timezone.now() + timedelta(days=2)) == 1

    assert len(files.stored_files(folder)) == 2


def test_nothing_is_taken_over_from_another_bank(world: World) -> None:
    items = items_of(earlier(world))
    bank = make_bank("other")
    theirs = Submission.objects.create(
        bank=bank, cycle=world.submission.cycle, state_since=timezone.now()
    )
    stranger = make_user("c@other.example", Role.COORDINATOR, bank=bank)

    with pytest.raises(Incomplete, match="no longer there"):
        workflow.take_over(theirs, items, by=stranger)


CONSTRAINTS = {
    "evidence_is_a_file_or_a_text": {"kind": EvidenceKind.FILE},
    "links_lead_to_the_web": {"kind": EvidenceKind.LINK, "text": "javascript:alert(1)"},
    "evidence_has_a_hash": {"sha256": ""},
    "removed_evidence_says_by_whom": {"removed_at": timezone.now()},
    "only_removed_evidence_is_purged": {"purged_at": timezone.now()},
}


def test_the_database_keeps_the_rules(world: World) -> None:
    item = evidence.add_statement(world.submission, world.coordinator)

    for constraint, columns in CONSTRAINTS.items():
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            Evidence.objects.filter(pk=item.pk).update(**columns)
        assert constraint in str(error.value)


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_who_reaches_evidence_at_all(world: World, state: str) -> None:
    item = evidence.add_statement(world.submission, world.coordinator)
    bring_to(world, state)

    reached = {
        name for name, user in people_of(world).items()
        if Evidence.objects.visible_to(user).filter(pk=item.pk).exists()
    }  # fmt: skip

    at_bank = {"coordinator", "contributor", "approver", "executive"}
    assert reached == at_bank | (set() if state == "draft" else {"analyst", "lead_analyst"})
