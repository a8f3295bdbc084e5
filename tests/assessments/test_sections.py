"""Sections: closed by their owner, confirmed by a coordinator, opened by whatever changes them."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments import workflow
from assessments.enums import SectionStage
from assessments.models import Assignment, Submission
from assessments.workflow import Incomplete, Locked, NotAllowed
from hive.banks.models import User
from hive.banks.roles import Role
from hive.catalogue.models import Dimension
from hive.core.answers import Answer, State
from hive.post.models import OutboxMail
from tests.assessments.typing_in import Filled, open_form, reading_english, section_url
from tests.factories import make_user
from tests.submissions import (
    World,
    answer_all,
    bring_to,
    change,
    explain_all,
    sound_answers,
)

pytestmark = pytest.mark.django_db

Act = Callable[[Submission, Dimension, User], object]
OPEN, CLOSED, CONFIRMED = SectionStage.OPEN, SectionStage.CLOSED, SectionStage.CONFIRMED


@pytest.fixture
def untouched(standing_world: World, db: None) -> World:
    """A bank that has not begun."""
    return deepcopy(standing_world)


@pytest.fixture
def world(untouched: World) -> World:
    """A bank that has answered everything and confirmed nothing; the contributor has D."""
    world = deepcopy(untouched)
    assign(world, "D", world.contributor)
    changes = [change(world.submission, c, a) for c, a in sound_answers(world).items()]
    workflow.save_answers(world.submission, changes, by=world.coordinator)
    return world


def dimension(world: World, code: str = "D") -> Dimension:
    return world.cycle.edition.dimensions.get(code=code)


def assign(world: World, code: str, member: User, **more: object) -> Assignment:
    row = dimension(world, code)
    return workflow.assign(world.submission, row, member, by=world.coordinator, **more)


def stage(world: World, code: str = "D") -> SectionStage:
    return world.submission.assignments.get(dimension__code=code).stage


def bring_section(world: World, wanted: SectionStage) -> None:
    if wanted is not OPEN:
        workflow.close_section(world.submission, dimension(world), by=world.contributor)
    if wanted is CONFIRMED:
        workflow.confirm_section(world.submission, dimension(world), by=world.coordinator)


def answer(world: World, code: str, by: User) -> None:
    wished = change(world.submission, code, Answer(State.DONT_KNOW))
    workflow.save_answers(world.submission, [wished], by=by)


ACTS: dict[str, Act] = {
    "close": lambda s, d, u: workflow.close_section(s, d, by=u),
    "reopen": lambda s, d, u: workflow.reopen_section(s, d, by=u),
    "confirm": lambda s, d, u: workflow.confirm_section(s, d, by=u),
    "send_back": lambda s, d, u: workflow.send_section_back(s, d, by=u, remark="See D1-Q1."),
}
# Who may do what in which stage of a contributor's section, and where it leads.
ALLOWED = {
    ("close", "owner"): {OPEN: CLOSED, CLOSED: CLOSED, CONFIRMED: CONFIRMED},
    ("reopen", "owner"): {OPEN: OPEN, CLOSED: OPEN, CONFIRMED: OPEN},
    ("confirm", "coordinator"): {CLOSED: CONFIRMED, CONFIRMED: CONFIRMED},
    ("send_back", "coordinator"): {CLOSED: OPEN, CONFIRMED: OPEN},
}


@pytest.mark.parametrize("before", list(SectionStage))
def test_only_the_declared_acts_go_through(world: World, before: SectionStage) -> None:
    bring_section(world, before)
    colleague = make_user("colleague@yunting.example", Role.CONTRIBUTOR, bank=world.bank)
    people = {"owner": world.contributor, "colleague": colleague}
    people |= {role: world.person(role) for role in Role if role is not Role.CONTRIBUTOR}

    for name, act in ACTS.items():
        for who, person in people.items():
            target = ALLOWED.get((name, who), {}).get(before)
            with transaction.atomic():
                if target is None:
                    with pytest.raises((NotAllowed, Incomplete)):
                        act(world.submission, dimension(world), person)
                else:
                    act(world.submission, dimension(world), person)
                assert stage(world) == (target or before), (name, who)
                transaction.set_rollback(True)


@pytest.mark.parametrize("state", ["awaiting_signoff", "submitted", "accepted", "withdrawn"])
def test_nothing_moves_while_the_bank_may_not_write(untouched: World, state: str) -> None:
    assign(untouched, "D", untouched.contributor)
    bring_to(untouched, state)
    before = stage(untouched)

    for name, act in ACTS.items():
        person = untouched.contributor if name in ("close", "reopen") else untouched.coordinator
        with pytest.raises(Locked):
            act(untouched.submission, dimension(untouched), person)

    assert stage(untouched) == before


def test_unanswered_questions_keep_a_section_open(untouched: World) -> None:
    assign(untouched, "D", untouched.contributor)

    with pytest.raises(Incomplete) as refused:
        workflow.close_section(untouched.submission, dimension(untouched), by=untouched.contributor)

    assert str(refused.value) == "9 questions of this section are still to be answered."
    assert len(refused.value.codes) == 9


def test_a_change_by_the_owner_opens_the_section_again(world: World) -> None:
    bring_section(world, CONFIRMED)

    answer(world, "D1-Q1", world.contributor)

    assert stage(world) == OPEN


def test_a_change_by_a_coordinator_takes_the_confirmation_back(world: World) -> None:
    bring_section(world, CONFIRMED)

    answer(world, "D1-Q1", world.coordinator)

    assert stage(world) == CLOSED


def test_a_change_elsewhere_and_a_repeated_answer_leave_the_section_alone(world: World) -> None:
    answer(world, "D1-Q1", world.coordinator)
    bring_section(world, CONFIRMED)

    answer(world, "S1-Q1", world.coordinator)
    answer(world, "D1-Q1", world.coordinator)

    assert stage(world) == CONFIRMED


def test_a_section_that_changes_hands_is_open_and_one_whose_day_moves_is_not(world: World) -> None:
    bring_section(world, CLOSED)
    due_on = timezone.localdate() + timedelta(days=5)

    moved = assign(world, "D", world.contributor, due_on=due_on)
    stages = [moved.stage]
    stages.append(assign(world, "D", world.coordinator).stage)

    assert (stages, moved.due_on) == ([CLOSED, OPEN], due_on)


@pytest.mark.parametrize("days", [-1, 31])
def test_a_section_is_due_within_the_banks_own_time(world: World, days: int) -> None:
    with pytest.raises(Incomplete):
        assign(world, "S", world.contributor, due_on=timezone.localdate() + timedelta(days=days))


def test_a_coordinator_confirms_what_nobody_owns_in_one_act(world: World) -> None:
    workflow.confirm_section(world.submission, dimension(world, "S"), by=world.coordinator)

    section = world.submission.assignments.get(dimension__code="S")
    assert (section.member, section.stage) == (world.coordinator, CONFIRMED)


def test_a_section_closed_once_more_is_read_once_more(world: World) -> None:
    bring_section(world, CLOSED)
    seen = world.submission.assignments.get(dimension__code="D").mark
    answer(world, "D1-Q1", world.contributor)
    workflow.close_section(world.submission, dimension(world), by=world.contributor)

    with pytest.raises(Incomplete, match="changed meanwhile"):
        workflow.confirm_sections(world.submission, by=world.coordinator, seen={"D": seen})


def test_the_request_waits_for_every_confirmation(world: World) -> None:
    explain_all(world)
    for code in "SOTAE":
        workflow.confirm_section(world.submission, dimension(world, code), by=world.coordinator)

    with pytest.raises(Incomplete, match="1 section is still"):
        workflow.request_signoff(world.submission, by=world.coordinator)
    bring_section(world, CONFIRMED)
    workflow.request_signoff(world.submission, by=world.coordinator)

    world.submission.refresh_from_db()
    assert world.submission.state == "awaiting_signoff"


def test_a_return_opens_the_sections_of_its_questions_only(untouched: World) -> None:
    assign(untouched, "D", untouched.contributor)
    submission = bring_to(untouched, "in_review")

    due = timezone.now() + timedelta(days=9)
    workflow.return_to_bank(
        submission, by=untouched.analyst, letter="See.", due_at=due, questions=["D1-Q1", "T2-Q1"]
    )

    stages = {row.dimension.code: row.stage for row in submission.assignments.all()}
    assert stages == dict.fromkeys("SOAE", CONFIRMED) | dict.fromkeys("DT", OPEN)


def test_every_hand_over_is_a_mail_to_those_it_concerns(world: World) -> None:
    bring_section(world, CLOSED)
    workflow.send_section_back(
        world.submission, dimension(world), by=world.coordinator, remark="Please read D1-Q1."
    )
    bring_section(world, CONFIRMED)

    mails = OutboxMail.objects.order_by("created_at").values_list("template", "recipient")
    coordinator, contributor = world.coordinator.email, world.contributor.email
    assert list(mails) == [
        ("section_assigned", contributor),
        ("section_closed", coordinator),
        ("section_sent_back", contributor),
        ("section_closed", coordinator),
        ("section_confirmed", contributor),
    ]
    assert "Please read D1-Q1." in OutboxMail.objects.get(template="section_sent_back").body


@pytest.mark.parametrize(
    "columns", [{"confirmed_at": timezone.now()}, {"closed_at": timezone.now(), "remark": "No."}]
)
def test_the_database_keeps_the_order_of_the_stages(world: World, columns: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(dimension__code="D").update(**columns)


def page_of(client: Client, world: World, code: str = "D") -> tuple[str, Filled]:
    slug = {"D": "data", "S": "strategy"}[code]
    url = section_url(world.submission, slug)
    return url, open_form(client, url)


def test_an_owner_finishes_a_section_at_the_end_of_its_page(world: World, client: Client) -> None:
    reading_english(client, world.contributor)
    url, form = page_of(client, world)

    response = client.post(url, form | {"section-step": ["closed"]})
    page = client.get(url).content.decode()

    assert (response.status_code, stage(world)) == (302, CLOSED)
    assert "You have finished this section. If you change an answer, it opens again" in page


def test_coming_back_later_opens_a_finished_section(world: World, client: Client) -> None:
    bring_section(world, CLOSED)
    reading_english(client, world.contributor)
    url, form = page_of(client, world)

    assert form["section-step"] == ["closed"]
    client.post(url, form | {"section-step": ["open"]})

    assert stage(world) == OPEN


def test_an_unfinished_section_says_what_is_missing_and_keeps_the_rest(
    untouched: World, client: Client
) -> None:
    assign(untouched, "D", untouched.contributor)
    reading_english(client, untouched.contributor)
    url, form = page_of(client, untouched)

    typed = {"D1-Q1.choice": ["3"], "section-step": ["closed"]}
    response = client.post(url, form | typed)

    page = response.content.decode()
    assert (response.status_code, stage(untouched)) == (409, OPEN)
    assert "8 questions of this section are still to be answered." in page
    assert untouched.submission.answers.get().question.code == "D1-Q1"


def test_a_coordinator_confirms_or_sends_back_with_a_remark(world: World, client: Client) -> None:
    bring_section(world, CLOSED)
    reading_english(client, world.coordinator)
    url, form = page_of(client, world)

    silent = client.post(url, form | {"section-step": ["back"]})
    spoken = client.post(
        url, form | {"section-step": ["back"], "section-remark": ["Source of D1-Q1?"]}
    )
    reading_english(client, world.contributor)
    page = client.get(url).content.decode()

    assert "Say what to change; the owner will read it." in silent.content.decode()
    assert (silent.status_code, spoken.status_code, stage(world)) == (422, 302, OPEN)
    assert "Source of D1-Q1?" in page


def test_a_page_that_says_nothing_new_does_nothing(world: World, client: Client) -> None:
    """Whoever saves a page made before the section was sent back does not close it again."""
    bring_section(world, CLOSED)
    reading_english(client, world.contributor)
    url, form = page_of(client, world)
    workflow.send_section_back(
        world.submission, dimension(world), by=world.coordinator, remark="Again."
    )

    client.post(url, form)

    assert stage(world) == OPEN


def test_a_bank_of_two_confirms_everything_with_one_button(
    untouched: World, client: Client
) -> None:
    changes = [change(untouched.submission, c, a) for c, a in sound_answers(untouched).items()]
    workflow.save_answers(untouched.submission, changes, by=untouched.coordinator)
    explain_all(untouched)
    reading_english(client, untouched.coordinator)
    check = reverse("assessments:check", args=[untouched.submission.pk])

    before = client.get(check).content.decode()
    confirm = reverse("assessments:confirm", args=[untouched.submission.pk])
    client.post(confirm, {"section": [f"{code}@" for code in "SOTDAE"]})
    after = client.get(check).content.decode()

    assert "Every question is answered; 6 sections are still to be confirmed." in before
    assert ("Confirm 6 sections" in before, "Request the signature" in before) == (True, False)
    assert "Request the signature" in after


def test_the_task_list_says_how_far_each_section_is(world: World, client: Client) -> None:
    reading_english(client, world.coordinator)
    url = world.submission.get_absolute_url()

    shown = []
    for wanted in (OPEN, CLOSED, CONFIRMED):
        if wanted is not OPEN:
            bring_section_once(world, wanted)
        page = client.get(url).content.decode()
        shown.append([page.count(f">{label}<") for label in ("To confirm", "Complete")])

    assert shown == [[0, 0], [4, 0], [0, 4]]


def bring_section_once(world: World, wanted: SectionStage) -> None:
    if wanted is CLOSED:
        workflow.close_section(world.submission, dimension(world), by=world.contributor)
    else:
        workflow.confirm_section(world.submission, dimension(world), by=world.coordinator)


def test_days_are_chosen_with_the_people(world: World, client: Client) -> None:
    reading_english(client, world.coordinator)
    url = reverse("assessments:assignments", args=[world.submission.pk])
    today = timezone.localdate()
    rows = dict.fromkeys("SOTDAE", "-") | {"D": str(world.contributor.pk)}

    late = client.post(url, rows | {"D-due": str(today + timedelta(days=90))})
    alone = client.post(url, rows | {"S-due": str(today)})
    right = client.post(url, rows | {"D-due": str(today + timedelta(days=9))})

    assert "the last day of the bank." in late.content.decode()
    assert "Choose who fills in the section by this day." in alone.content.decode()
    assert [r.status_code for r in (late, alone, right)] == [422, 422, 302]
    section = world.submission.assignments.get(dimension__code="D")
    assert section.due_on == today + timedelta(days=9)


def test_answering_everything_in_tests_confirms_everything(untouched: World) -> None:
    assign(untouched, "D", untouched.contributor)

    answer_all(untouched)

    stages = [row.stage for row in untouched.submission.assignments.all()]
    assert stages == [CONFIRMED] * 6
