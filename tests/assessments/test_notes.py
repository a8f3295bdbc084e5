"""Remarks of the edition's checks: beside the question, with a note, before a signature."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from assessments import workflow
from assessments.findings import Remark, remarks_of
from assessments.models import FindingNote, Submission
from assessments.queries import answers_of, signed_snapshot, versions_of
from assessments.workflow import Incomplete, Locked, NotAllowed
from hive.catalogue.queries import model_of
from hive.core.answers import Answer, State
from hive.core.model import Severity
from tests.assessments.reviewing import browser, page
from tests.assessments.typing_in import open_form, reading_english, section_url
from tests.submissions import (
    World,
    answer_all,
    bring_to,
    change,
    confirm_sections,
    open_cycle,
    sound_answers,
)

pytestmark = pytest.mark.django_db

# The share of technologists in the profile is 30 %, the one stated 50 %.
ODD = {"tech_staff": "90", "employees": "300", "O3-Q1": "50"}
ABOUT = ("O3-Q1", "tech_staff", "employees")


def figure(text: str) -> Answer:
    return Answer(State.ANSWERED, Decimal(text))


def give(world: World, **figures: str) -> None:
    named = {code.replace("_Q", "-Q"): text for code, text in figures.items()}
    changes = [change(world.submission, code, figure(text)) for code, text in named.items()]
    workflow.save_answers(world.submission, changes, by=world.coordinator)


def make_odd(world: World) -> None:
    """Answer everything so that exactly this warning has no note."""
    answer_all(world, {**sound_answers(world), **{c: figure(t) for c, t in ODD.items()}})
    give(world, O3_Q1="51")


def unexplained(submission: Submission) -> tuple[Remark, ...]:
    return remarks_of(submission, answers_of(submission), versions_of(submission)).unexplained


def explain_url(submission: Submission) -> str:
    return reverse("assessments:explain", args=[submission.pk, "C02", ",".join(ABOUT)])


def test_a_warning_without_a_note_blocks_the_request_and_says_what_to_do(world: World) -> None:
    make_odd(world)

    with pytest.raises(Incomplete) as refused:
        workflow.request_signoff(world.submission, by=world.coordinator)

    assert refused.value.codes == ABOUT
    assert "1" in str(refused.value)


def test_a_note_lets_the_request_through_and_falls_with_its_answers(world: World) -> None:
    make_odd(world)
    workflow.explain(
        world.submission, check="C02", questions=ABOUT, text=" Counted anew. ", by=world.coordinator
    )
    assert unexplained(world.submission) == ()

    give(world, O3_Q1="52")

    (remark,) = unexplained(world.submission)
    assert [note.text for note in remark.notes][-1] == "Counted anew."
    assert remark.note is None


def test_a_note_needs_a_text_a_standing_warning_and_an_open_questionnaire(world: World) -> None:
    make_odd(world)

    for refusal in ({"text": " "}, {"check": "C03", "text": "So."}, {"check": "C99", "text": "."}):
        wish = {"check": "C02", "questions": ABOUT, "by": world.coordinator} | refusal
        with pytest.raises(Incomplete):
            workflow.explain(world.submission, **wish)
    bring_to(world, "awaiting_signoff")
    with pytest.raises(Locked):
        workflow.explain(
            world.submission, check="C02", questions=ABOUT, text="So.", by=world.coordinator
        )


def test_the_writer_of_a_section_explains_and_others_do_not(world: World) -> None:
    make_odd(world)
    wish = {"check": "C02", "questions": ABOUT, "text": "So.", "by": world.contributor}
    with pytest.raises(NotAllowed):
        workflow.explain(world.submission, **wish)
    home, _ = model_of(world.cycle.edition).homes["O3-Q1"]
    row = world.cycle.edition.dimensions.get(code=home.code)
    workflow.assign(world.submission, row, world.contributor, by=world.coordinator)

    note = workflow.explain(world.submission, **wish)

    assert note.versions == {"O3-Q1": 2, "tech_staff": 1, "employees": 1}


def test_a_note_that_says_nothing_is_refused_by_the_database(world: World) -> None:
    with pytest.raises(IntegrityError, match="a_note_says_something"), transaction.atomic():
        FindingNote.objects.create(
            submission=world.submission, check_code="C02", questions=[], versions={}, text="",
            written_by=world.coordinator,
        )  # fmt: skip


def test_a_jump_against_last_year_is_found(world: World) -> None:
    bring_to(world, "submitted")
    first = answers_of(world.submission)
    levels = [q for q in model_of(world.cycle.edition).scored if q.kind == "level"]
    low = next(q for q in levels if first[q.code].value in (1, 2, 3))
    following = open_cycle(world.cycle.edition, world.lead, 2027)
    submission = Submission.objects.get(bank=world.bank, cycle=following)
    raised = Answer(State.ANSWERED, int(str(first[low.code].value)) + 2)
    workflow.save_answers(submission, [change(submission, low.code, raised)], by=world.coordinator)

    (remark,) = unexplained(submission)

    assert (remark.finding.check.kind, remark.finding.questions) == ("year_jump", (low.code,))


def test_a_remark_stands_beside_its_question_after_saving(world: World, client: Client) -> None:
    make_odd(world)
    reading_english(client, world.coordinator)
    home, _ = model_of(world.cycle.edition).homes["O3-Q1"]
    url = section_url(world.submission, home)
    form = open_form(client, url) | {"O3-Q1.figure": ["53"]}

    response = client.post(url, form)
    shown = client.get(response["Location"]).content.decode()

    assert response["Location"] == f"{url}#q-O3-Q1"
    profile = reverse("assessments:profile", args=[world.submission.pk])
    assert "Technology staff divided by employees" in shown
    assert f'href="{profile}#q-tech_staff"' in shown
    assert f'href="{explain_url(world.submission)}"' in shown


def test_the_page_of_a_remark_takes_the_note(world: World, client: Client) -> None:
    make_odd(world)
    reading_english(client, world.coordinator)
    url = explain_url(world.submission)
    check = reverse("assessments:check", args=[world.submission.pk])

    before = client.get(check).content.decode()
    silent = client.post(url, {"text": " "})
    spoken = client.post(url, {"text": "Counted <b>anew</b>."})
    confirm_sections(world)
    after = client.get(check).content.decode()

    assert ("Without a note." in before, "Request the signature" in before) == (True, False)
    assert (silent.status_code, spoken["Location"]) == (422, check)
    assert "Counted &lt;b&gt;anew&lt;/b&gt;." in after
    assert ("Without a note." in after, "Request the signature" in after) == (False, True)


def test_a_late_note_is_refused_and_stays_on_the_page(world: World, client: Client) -> None:
    make_odd(world)
    reading_english(client, world.coordinator)
    Submission.objects.update(state="withdrawn")

    response = client.post(explain_url(world.submission), {"text": "Counted anew."})

    assert response.status_code == 409
    assert "Answers cannot be changed now" in response.content.decode()


def test_a_remark_that_is_gone_has_no_page(world: World, client: Client) -> None:
    make_odd(world)
    give(world, O3_Q1="30")
    reading_english(client, world.coordinator)

    assert client.get(explain_url(world.submission)).status_code == 404


def test_approver_and_analysts_read_what_was_explained(world: World, client: Client) -> None:
    make_odd(world)
    workflow.explain(
        world.submission, check="C02", questions=ABOUT, text="Counted anew.", by=world.coordinator
    )
    confirm_sections(world)
    workflow.request_signoff(world.submission, by=world.coordinator)
    reading_english(client, world.approver)
    sign = client.get(reverse("assessments:sign", args=[world.submission.pk])).content.decode()

    workflow.sign(world.submission, by=world.approver)

    snapshot = signed_snapshot(world.submission)
    assert snapshot is not None
    told = {"check": "C02", "questions": list(ABOUT), "note": "Counted anew."}
    assert told in snapshot.findings
    assert json.loads(snapshot.content)["findings"] == snapshot.findings
    review = browser(world.analyst).get(page(world.submission)).content.decode()
    assert ("Counted anew." in sign, "Counted anew." in review) == (True, True)


def test_only_analysts_see_a_straight_line_and_the_queue_counts_it(
    world: World, client: Client
) -> None:
    answers = dict(sound_answers(world))
    for question in model_of(world.cycle.edition).scored:
        if question.kind == "level":
            answers[question.code] = Answer(State.ANSWERED, 3)
    answer_all(world, answers)
    text = "Nine in ten level answers are the same."
    reading_english(client, world.coordinator)
    check = client.get(reverse("assessments:check", args=[world.submission.pk])).content.decode()
    workflow.request_signoff(world.submission, by=world.coordinator)
    workflow.sign(world.submission, by=world.approver)

    analyst = browser(world.analyst)
    review = analyst.get(page(world.submission)).content.decode()
    queue = analyst.get(reverse("admin:assessments_submission_changelist")).content.decode()

    warnings = remarks_of(
        world.submission, answers_of(world.submission), versions_of(world.submission)
    )
    assert (text in check, text in review) == (False, True)
    assert f'<td class="field-warnings">{len(warnings.of(Severity.WARNING))}</td>' in queue
    assert '<td class="field-for_analysts">1</td>' in queue
